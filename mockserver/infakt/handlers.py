"""The operations of inFakt: names in, one rule, a view out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from mockserver.answers import Reply
from mockserver.call import Call
from mockserver.contract import contract
from mockserver.infakt.listing import Query
from mockserver.infakt.rules import Rules
from mockserver.infakt.views import Shown, Views
from mockserver.store import Row


class Handlers:
    """One method for each operation id. Every method may be varied."""

    def __init__(self, rules: Rules, views: Views) -> None:
        self.rules = rules
        self.views = views

    def list_clients(self, call: Call) -> Reply:
        """List clients (line 61)."""
        page = call.ask(self.rules.page, self.query(call))
        metainfo = self.views.metainfo(page, self.address(call), self.parameters(call))
        shown = self.views.memory.all(page.clients, partial(self.listed, call), asked=fields(call))
        return Reply(self.views.page(metainfo, shown))

    def get_client(self, call: Call) -> Reply:
        """Read a client (line 102)."""
        client = call.ask(self.rules.client, call["id"])
        return Reply(self.views.memory.one(client, partial(self.read, call), asked=fields(call)))

    def create_client(self, call: Call) -> Reply:
        """Create a client (line 134)."""
        client = call.change(self.rules.create_client, call.body)
        return self.created(self.views.client(client))

    def created(self, body: Shown) -> Reply:
        """Return the answer to a create (line 157)."""
        return Reply(body, 201)

    def update_client(self, call: Call) -> Reply:
        """Update a client (line 162)."""
        client = call.change(self.rules.update_client, call["id"], call.body)
        return Reply(self.views.client(client))

    def delete_client(self, call: Call) -> Reply:
        """Delete a client (line 184)."""
        call.change(self.rules.delete_client, call["id"])
        return Reply(b"", 204)

    def query(self, call: Call) -> Query:
        """Return what a list is asked for."""
        return Query(call["conditions"], *map(call.get, ("order", "offset", "limit")))

    def read(self, call: Call, client: Row) -> Shown:
        """Return a client as it is shown by itself."""
        return self.views.part(self.views.client(client), call.get("fields"))

    def listed(self, call: Call, client: Mapping[str, object]) -> Shown:
        """Return a client as a list shows it."""
        return self.views.part(self.views.client(client), call.get("fields"))

    def address(self, call: Call) -> str:
        """Return the address of a list: the host that was asked, under the newer base path."""
        scheme = call.headers.get("x-forwarded-proto", "http")
        return f"{scheme}://{call.headers.get('host', 'localhost')}{self.path(call)}"

    def path(self, call: Call) -> str:
        """Return the path of a list in links (FAK-OPEN-LINK-PATH)."""
        known = contract(call.world.api.name)
        return f"{known.base_path}{known.operations[call.operation].path}"

    def parameters(self, call: Call) -> dict[str, str]:
        """Return what a list was asked for as parameters, those of a body among them."""
        return {**{f"q[{name}]": value for name, value in call["q"].items()}, **call.query}


def fields(call: Call) -> tuple[str, ...] | None:
    """Return the members that are asked for, None for all."""
    named = call.get("fields")
    return None if named is None else tuple(named)
