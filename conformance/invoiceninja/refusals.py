"""Requests that are refused, from the tables of cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from conformance import catalogue, data, expect
from conformance.client import Answer
from conformance.invoiceninja.cases import Row, filled
from conformance.invoiceninja.driver import Call, Driver
from conformance.invoiceninja.records import Record

_TABLES: Mapping[str, list[Row]] = data.fixture("invoiceninja", "cases", "refused.yaml")
_SETTINGS: list[Row] = data.fixture("invoiceninja", "cases", "settings.yaml")["refused"]
# Everything that a table's rows may be about, and how it is sent.
GROUPS = ("create", "update", "bulk", "statement", "settings")


@dataclass(frozen=True)
class Refusal:
    """A request that has to be refused: for which requirement, and which member `errors` names."""

    requirement: str
    named: str
    call: Call

    @property
    def documented(self) -> bool:
        """Whether the document says so, and not only the deployed service."""
        return catalogue.load("invoiceninja").requirements[self.requirement].level == "must"


def refusals(api: Driver, *groups: str, requirement: str | None = None) -> Iterator[Refusal]:
    """Yield the requests of these tables, or those for one requirement, on clients made for them."""
    for group in groups:
        rows = _SETTINGS if group == "settings" else _TABLES[group]
        chosen = [row for row in rows if requirement in (None, row["requirement"])]
        if chosen:
            known = _known(api, repr(chosen))
            for row in chosen:
                call = _SENDERS[group](api, filled(row["sent"], known))
                yield Refusal(row["requirement"], row["named"], call)


def expect_refusals(api: Driver, requirement: str) -> None:
    """Expect every request of the tables that a requirement has refused to be refused."""
    for refusal in api.each(refusals(api, *GROUPS, requirement=requirement)):
        expect.refused(api.perform(refusal.call))


def answers(
    api: Driver, *groups: str, documented: bool = False
) -> Iterator[tuple[Refusal, Answer]]:
    """Yield the requests of these tables with their answers; of what the document says alone if asked to."""
    for refusal in api.each(refusals(api, *groups)):
        if refusal.documented or not documented:
            yield refusal, api.perform(refusal.call)


def _known(api: Driver, rows: str) -> dict[str, str]:
    """Return what the place holders of the rows stand for, made as far as they ask for it."""
    known: dict[str, str] = {}
    if "{taken" in rows:
        number, id_number = api.unique(), api.unique()
        api.new_client(number=number, id_number=id_number)
        known |= {"taken.number": number, "taken.id_number": id_number}
    if "{client}" in rows:
        known["client"] = str(api.new_client()["id"])
    if "{unknown}" in rows:
        known["unknown"] = str(api.absent()["id"])
    return known


def _creating(api: Driver, sent: Record) -> Call:
    return Call("storeClient", {}, body=api.body() | sent)


def _with_settings(api: Driver, sent: Record) -> Call:
    return Call("storeClient", {}, body=api.body(settings=sent))


def _updating(api: Driver, sent: Record) -> Call:
    client = api.new_client()
    return Call("updateClient", {"id": client["id"]}, body=api.kept(client) | sent)


_SENDERS: Mapping[str, Callable[[Driver, Record], Call]] = {
    "create": _creating,
    "update": _updating,
    "settings": _with_settings,
    "bulk": lambda _api, sent: Call("bulkClients", {}, body=sent),
    "statement": lambda _api, sent: Call("clientStatement", {}, body=sent),
}
