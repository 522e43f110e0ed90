"""Faults in search, order and choice of fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, refusal
from mockserver.call import Call
from mockserver.changes import answered, without
from mockserver.faults import Change, Fault, Honest, observed
from mockserver.infakt import nips
from mockserver.infakt.listing import Order, Query
from mockserver.infakt.state import State


def _ignored(*names: str) -> Change:
    """Return a change of `rules.test`: these conditions change nothing."""

    def changed(honest: Honest, name: str, value: str) -> Any:
        return None if name in names else honest(name, value)

    return changed


def _part_equals(_: Honest, stored: str | None, wanted: str) -> bool:
    return wanted in (stored or "")


def _nothing_found_is_404(honest: Honest, state: State, user: int, query: Query) -> Any:
    page = honest(state, user, query)
    hyphens = any("-" in value for value in query.conditions.values())
    if hyphens and not page.total:
        raise refusal(Kind.MISSING, "Nie ma takich klientów", "q", "query")
    return page


def _at_the_start(_: Honest, part: str, text: str) -> bool:
    return text.casefold().startswith(part.casefold())


def _wild(_: Honest, part: str, text: str) -> bool:
    # Piece by piece: as one expression, many `.*` would take very long to find nothing.
    place, folded = 0, text.casefold()
    for piece in part.casefold().split("%"):
        pattern = re.compile(re.escape(piece).replace("_", "."), re.DOTALL)
        found = pattern.search(folded, place)
        if found is None:
            return False
        place = found.end()
    return True


def _spaces_as_pluses(honest: Honest, stored: str | None, wanted: str) -> Any:
    return honest(stored, wanted.replace(" ", "+"))


def _ascii(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def _polish_letters_lost(honest: Honest, stored: str | None, wanted: str) -> Any:
    return honest(stored, _ascii(wanted))


def _polish_parts_lost(honest: Honest, part: str, text: str) -> Any:
    return honest(_ascii(part), text)


def _same_text(_: Honest, stored: str, wanted: str) -> bool:
    return stored == wanted


def _hyphens_needed(honest: Honest, stored: str, wanted: str) -> Any:
    return "-" in stored and honest(stored, wanted)


def _stored_without_hyphens(_: Honest, stored: str, wanted: str) -> bool:
    return bool(stored) and stored.replace("-", "") == nips.digits(wanted)


def _wanted_as_written(_: Honest, stored: str, wanted: str) -> bool:
    return bool(stored) and nips.digits(stored) == wanted


def _without_hyphens(_: Honest, stored: str, wanted: str) -> bool:
    return bool(stored) and stored.replace("-", "") == wanted.replace("-", "")


def _without_prefix(_: Honest, stored: str, wanted: str) -> bool:
    return stored == wanted.removeprefix("PL")


def _bare(honest: Honest, call: Call) -> Any:
    return {**honest.behaviour.gate.named_members(call), **honest(call)}


def _refusing(word: str) -> Change:
    """Return a change of `rules.not_understood`: such a condition is refused."""

    def changed(honest: Honest, name: str) -> Any:
        if word in name:
            raise honest.behaviour.rules.refused(name)
        return honest(name)

    return changed


# Orders


def _ordered(written: str, order: Order) -> Change:
    """Return a change of `rules.order`: what is asked for is taken for something else."""

    def changed(honest: Honest, asked: str | None) -> Any:
        return order if asked == written else honest(asked)

    return changed


def _cut_first(honest: Honest, state: State, user: int, query: Query) -> Any:
    page = honest(state, user, query)
    rules = honest.behaviour.rules
    found = [one for one in rules.everybody(state, user) if rules.passes(one, query.conditions)]
    part = rules.cut(found, page.offset, page.limit)
    return replace(page, clients=rules.in_order(part, rules.order(query.order)))


def _by_code_point(_: Honest, text: str) -> str:
    return text


# Fields


def _all_fields(honest: Honest, call: Call, *arguments: Any) -> Any:
    call.arguments = {**call.arguments, "fields": None}
    return honest(call, *arguments)


def _without_id(honest: Honest, call: Call, client: Mapping[str, Any]) -> Any:
    shown = honest(call, client)
    return without("id")(shown) if call.get("fields") else shown


def _read_without_id(honest: Honest, call: Call) -> Any:
    return answered(without("id"))(honest, call) if call.get("fields") else honest(call)


def _only_with_value(honest: Honest, call: Call) -> Any:
    reply = honest(call)
    names = call.get("fields") or ()
    kept = [one for one in reply.body["entities"] if all(one.get(name) for name in names)]
    return replace(reply, body={**reply.body, "entities": kept})


def _first_field(honest: Honest, shown: Mapping[str, Any], names: Sequence[str]) -> Any:
    return honest(shown, names[:2])


def _early(honest: Honest, missing: bool) -> bool:
    return not honest(missing)


FAULTS = (
    Fault(
        "name-eq-finds-parts",
        {"rules.same": _part_equals},
        "`company_name_eq` finds names that only contain the text.",
        ("FAK-SEARCH-01",),
    ),
    Fault(
        "name-eq-ignored",
        {"rules.test": _ignored("company_name_eq")},
        "`company_name_eq` is ignored.",
        (
            *("FAK-SEARCH-01", "FAK-SEARCH-02", "FAK-SEARCH-16", "FAK-SEARCH-17"),
            "FAK-SEARCH-18",
        ),
    ),
    Fault(
        "nothing-found-is-404",
        {"rules.page": _nothing_found_is_404},
        "A search for a text with a hyphen that finds nothing is answered with 404.",
        ("FAK-SEARCH-02",),
    ),
    Fault(
        "name-cont-finds-starts",
        {"rules.occurs": _at_the_start},
        "`company_name_cont` finds only names that begin with the text.",
        ("FAK-SEARCH-03", "FAK-SEARCH-18"),
    ),
    Fault(
        "name-cont-has-wildcards",
        {"rules.occurs": _wild},
        "`%` and `_` stand for anything in `company_name_cont`.",
        ("FAK-SEARCH-03",),
    ),
    Fault(
        "nip-eq-ignored",
        {"rules.test": _ignored("nip_eq")},
        "`nip_eq` is ignored.",
        ("FAK-SEARCH-04",),
    ),
    Fault(
        "clean-nip-compares-text",
        {"rules.same_digits": _same_text},
        "`clean_nip_eq` does not look past hyphens.",
        ("FAK-SEARCH-05",),
    ),
    Fault(
        "clean-nip-needs-hyphens",
        {"rules.same_digits": _hyphens_needed},
        "`clean_nip_eq` finds only numbers that are stored with hyphens.",
        ("FAK-SEARCH-06",),
    ),
    Fault(
        "clean-nip-ignored",
        {"rules.test": _ignored("clean_nip_eq")},
        "`clean_nip_eq` is ignored.",
        ("FAK-SEARCH-07",),
    ),
    observed(
        "nip-eq-looks-past-hyphens",
        {"rules.same_nip": _without_hyphens},
        "`nip_eq` looks past hyphens.",
        "FAK-SEARCH-08",
    ),
    observed(
        "nip-eq-looks-past-prefix",
        {"rules.same_nip": _without_prefix},
        "`nip_eq` looks past a prefix of the number looked for.",
        "FAK-SEARCH-09",
    ),
    observed(
        "clean-nip-heeds-stored-prefix",
        {"rules.same_digits": _stored_without_hyphens},
        "`clean_nip_eq` does not find numbers that are stored with a prefix.",
        "FAK-SEARCH-10",
    ),
    observed(
        "clean-nip-heeds-prefix",
        {"rules.same_digits": _wanted_as_written},
        "`clean_nip_eq` does not look past a prefix of the number looked for.",
        "FAK-SEARCH-11",
    ),
    observed(
        "email-eq-ignored",
        {"rules.test": _ignored("email_eq")},
        "`email_eq` is ignored.",
        "FAK-SEARCH-12",
    ),
    observed(
        "bare-nip-filters",
        {"gate.bare_conditions": _bare},
        "The name of an attribute filters outside of `q`.",
        "FAK-SEARCH-13",
    ),
    observed(
        "unknown-condition-refused",
        {"rules.not_understood": _refusing("no_such")},
        "A condition on an attribute that does not exist is refused.",
        "FAK-SEARCH-14",
    ),
    observed(
        "condition-of-invoices-refused",
        {"rules.not_understood": _refusing("client_nip")},
        "A condition that only invoices know is refused.",
        "FAK-SEARCH-15",
    ),
    Fault(
        "spaces-read-as-pluses",
        {"rules.same": _spaces_as_pluses},
        "A space in a value is read as a plus sign.",
        ("FAK-SEARCH-01", "FAK-SEARCH-17", "FAK-SEARCH-18"),
    ),
    Fault(
        "polish-letters-not-found",
        {"rules.same": _polish_letters_lost, "rules.occurs": _polish_parts_lost},
        "Polish letters in a value are lost.",
        ("FAK-SEARCH-01", "FAK-SEARCH-18"),
    ),
    Fault(
        "default-order-by-id",
        {"rules.default_order": lambda _: Order("id")},
        "Without `order` clients come by their ids.",
        ("FAK-ORDER-01", "FAK-UPDATE-10"),
    ),
    Fault(
        "default-order-descends",
        {"rules.default_order": lambda _: Order("company_name", descending=True)},
        "Without `order` names descend.",
        ("FAK-ORDER-01",),
    ),
    observed(
        "nameless-clients-first",
        {"rules.is_late": _early},
        "Clients without a name come first.",
        "FAK-ORDER-02",
    ),
    observed(
        "letter-case-orders",
        {"rules.collated": _by_code_point},
        "Names with a capital letter come before the others.",
        "FAK-ORDER-03",
    ),
    Fault(
        "descending-names-ascend",
        {"rules.order": _ordered("company_name desc", Order("company_name"))},
        "`order=company_name desc` ascends.",
        ("FAK-ORDER-04",),
    ),
    Fault(
        "ascending-ids-ignored",
        {"rules.order": _ordered("id asc", Order("company_name"))},
        "`order=id asc` is ignored.",
        ("FAK-ORDER-05",),
    ),
    Fault(
        "descending-ids-ascend",
        {"rules.order": _ordered("id desc", Order("id"))},
        "`order=id desc` ascends.",
        ("FAK-ORDER-06",),
    ),
    Fault(
        "page-sorted-after-cut",
        {"rules.page": _cut_first},
        "A page is cut before it is sorted.",
        ("FAK-ORDER-07",),
    ),
    Fault(
        "fields-ignored-in-lists",
        {"handlers.listed": _all_fields},
        "Lists ignore `fields`.",
        ("FAK-FIELDS-01",),
    ),
    Fault(
        "fields-ignored-when-reading",
        {"handlers.get_client": _all_fields},
        "Reading a client ignores `fields`.",
        ("FAK-FIELDS-02",),
    ),
    Fault(
        "only-first-field-shown",
        {"views.chosen": _first_field},
        "Of the names in `fields` only the first counts.",
        ("FAK-FIELDS-01", "FAK-FIELDS-02"),
    ),
    Fault(
        "id-not-listed-with-fields",
        {"handlers.listed": _without_id},
        "With `fields` a list does not show ids.",
        ("FAK-FIELDS-03",),
    ),
    Fault(
        "id-not-shown-with-fields",
        {"handlers.get_client": _read_without_id},
        "With `fields` reading a client does not show its id.",
        ("FAK-FIELDS-04",),
    ),
    Fault(
        "fields-filter",
        {"handlers.list_clients": _only_with_value},
        "With `fields` a list shows only clients of which these are set.",
        ("FAK-FIELDS-05",),
    ),
)
