"""What stays as it was: two readings of one client, before and after something was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance import expect
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import PERSON, TEXTS, Record, came_back, contacts_of

# Members that nothing changes but a request about this very client.
MEMBERS = (
    *TEXTS,
    *("number", "country_id", "group_settings_id", "balance"),
    *("is_deleted", "archived_at"),
)


def kept(
    seen: Mapping[str, Any], before: Mapping[str, Any], *but: str, requirement: str | None = None
) -> None:
    """Expect a client to be as it was, apart from some members."""
    names = [name for name in MEMBERS if name in before and name not in but]
    came_back(seen, {name: before[name] for name in names}, requirement)
    if "contacts" not in but:
        expect.equal(people(seen), people(before), "the contacts", requirement)


def stayed(api: Driver, before: Record, *but: str) -> None:
    """Expect a client, read now, to be as it was, apart from some members."""
    answer = api.read_client(before)
    expect.success(answer)
    kept(api.record(answer), before, *but)


def people(client: Mapping[str, Any]) -> dict[str, Any]:
    """Return what makes each contact of a client, by its id."""
    return {
        str(one.get("id")): {name: one.get(name) for name in PERSON} for one in contacts_of(client)
    }


def emails(client: Mapping[str, Any]) -> list[str]:
    """Return the e-mails of a client's contacts, in the order of the alphabet."""
    return sorted(str(one.get("email") or "").strip() for one in contacts_of(client))
