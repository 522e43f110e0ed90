"""The choice of fields: which attributes are shown."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.infakt.driver import Driver
from conformance.infakt.records import FULL, Record, bare, ids

# All of these are set in `FULL`: what becomes of unset ones is asked elsewhere.
CHOICES = (("company_name", "nip"), ("city",), ("days_to_payment", "same_forward_address"))


def _only(entity: Record, *named: str) -> None:
    """Expect these attributes and no others; whether `id` is there is not asked here."""
    seen = sorted({*entity} - {"id"})
    expect.equal(seen, sorted(set(named) - {"id"}), "besides id the attributes")


def _listed(api: Driver, word: str, fields: str) -> list[Record]:
    entities = list(api.listed(word, fields=fields).entities)
    if not entities:
        raise CannotTell(f"with fields={fields} the list is empty")
    return entities


@check("FAK-FIELDS-01")
def a_list_shows_what_is_named(api: Driver) -> None:
    word, _ = api.family(FULL)
    for named in (*CHOICES, ("id",)):
        for entity in _listed(api, word, ",".join(named)):
            _only(entity, *named)


@check("FAK-FIELDS-02")
def reading_shows_what_is_named(api: Driver) -> None:
    client = api.new_client(**FULL)
    for named in (*CHOICES, ("id",)):
        answer = api.read_client(client, fields=",".join(named))
        _only(bare(api.arranged(answer)), *named)


@check("FAK-FIELDS-03")
def a_list_always_shows_the_id(api: Driver) -> None:
    word, made = api.family({})
    for fields in ("company_name,nip", "id,nip"):
        seen = ids(_listed(api, word, fields))
        expect.equal(str(seen), str(ids(made)), f"with fields={fields} the ids")


@check("FAK-FIELDS-04")
def reading_always_shows_the_id(api: Driver) -> None:
    client = api.new_client()
    for fields in ("company_name,nip", "id,nip"):
        seen = bare(api.arranged(api.read_client(client, fields=fields)))
        expect.equal(str(seen.get("id")), str(client["id"]), f"with fields={fields} the id")


@check("FAK-FIELDS-05")
def fields_do_not_filter(api: Driver) -> None:
    word, made = api.family({}, {"nip": "9452121681"})
    whole = api.found(word, made)
    page = api.listed(word, fields="nip")
    seen = (len(page.entities), page.told("total_count"))
    wanted = (len(whole.entities), whole.told("total_count"))
    expect.equal(list(seen), list(wanted), "the number of entities and the total_count")
