"""The password that purging and merging need besides the token."""

from __future__ import annotations

from typing import Any

from conformance.client import Answer
from conformance.expect import Skipped
from conformance.invoiceninja.driver import PASSWORD_HEADER, Driver
from conformance.invoiceninja.records import Record

# How a missing or wrong password may be refused: NIN-OPEN-PASSWORD_HEADER-STATUS.
REFUSALS = (401, 403, 412)
WRONG = {PASSWORD_HEADER: "wrong-password-of-the-suite"}
NONE = {PASSWORD_HEADER: ""}


def unremembered(api: Driver) -> Driver:
    """Return a view of a user whose password this run never sends (NIN-OPEN-PASSWORD_HEADER-MEMORY).

    Raises:
        Skipped: the only user has said the password already.
    """
    if api.target.other_token:
        return api.other
    if api.target.password:
        raise Skipped("needs a user whose password was not accepted before (--other-token)")
    return api


def purge(api: Driver, client: Record) -> Answer:
    """Ask for a client to be purged, with the password; the check is skipped where none is known."""
    return api.purge_client(client, headers={PASSWORD_HEADER: api.password})


def merge(api: Driver, first: Record, second: Record, **more: Any) -> Answer:
    """Ask for a client to be merged into another one, as `purge` does."""
    return api.merge_clients(first, second, headers={PASSWORD_HEADER: api.password}, **more)
