"""What Invoice Ninja does, from state to state. No HTTP."""

from __future__ import annotations

from mockserver.invoiceninja.bulk import Bulk
from mockserver.invoiceninja.clients import Clients
from mockserver.invoiceninja.services import Services
from mockserver.invoiceninja.statement import Statements


class Rules(Clients, Bulk, Services, Statements):
    """The documented behaviour, put together from its parts. Every method may be varied."""
