"""The operations of Invoice Ninja: names in, one rule, a view out."""

from __future__ import annotations

from dataclasses import replace

from mockserver.answers import Reply
from mockserver.call import Call
from mockserver.invoiceninja import papers
from mockserver.invoiceninja.context import Context
from mockserver.invoiceninja.listing import Page
from mockserver.invoiceninja.rules import Rules
from mockserver.invoiceninja.statement import Statement
from mockserver.invoiceninja.views import Views
from mockserver.store import Row


class Handlers:
    """One method for each operation id. Every method may be varied."""

    def __init__(self, rules: Rules, views: Views) -> None:
        self.rules = rules
        self.views = views

    def get_clients(self, call: Call) -> Reply:
        """List clients."""
        return self.many(call, call.ask(self.rules.page, call.query))

    def store_client(self, call: Call) -> Reply:
        """Create a client (NIN-CREATE-02)."""
        return self.one(call, call.change(self.rules.store_client, call.body, call.world.chance))

    def show_client(self, call: Call) -> Reply:
        """Read a client (NIN-SHOW-01)."""
        return self.one(call, call.ask(self.rules.client, call["id"]))

    def update_client(self, call: Call) -> Reply:
        """Update a client (NIN-UPDATE-01)."""
        arguments = (call["id"], call.body, call.world.chance)
        return self.one(call, call.change(self.rules.update_client, *arguments))

    def patch_client(self, call: Call) -> Reply:
        """Update a client, by another method (NIN-UPDATE-29)."""
        return self.update_client(call)

    def delete_client(self, call: Call) -> Reply:
        """Delete a client (NIN-DELETE-01)."""
        return self.one(call, call.change(self.rules.delete_client, call["id"]))

    def edit_client(self, call: Call) -> Reply:
        """Read a client to edit it (NIN-SHOW-02)."""
        return self.one(call, call.ask(self.rules.client_to_edit, call["id"]))

    def get_clients_create(self, call: Call) -> Reply:
        """Show the blank client (NIN-BLANK-01)."""
        reply = self.one(call, call.ask(self.rules.blank_client, call.world.chance))
        return replace(reply, varies=True)  # each has a hash of its own

    def bulk_clients(self, call: Call) -> Reply:
        """Do something to several clients (NIN-BULK-06)."""
        arguments = (call.body, call.query, call.world.chance)
        return self.outcome(call, call.change(self.rules.bulk, *arguments))

    def purge_client(self, call: Call) -> Reply:
        """Remove a client for good (NIN-PURGE-04)."""
        return self.purged(call, call.change(self.rules.purge_client, call["id"]))

    def merge_client(self, call: Call) -> Reply:
        """Merge two clients (NIN-MERGE-03)."""
        pair = (call["id"], call["mergeable_client_hashed_id"])
        return self.one(call, call.change(self.rules.merge_clients, *pair))

    def reactivate_email(self, call: Call) -> Reply:
        """Send e-mail to an address again (NIN-EMAIL-01)."""
        return self.said(call.change(self.rules.reactivate_email, call["bounce_id"]))

    def update_client_tax_data(self, call: Call) -> Reply:
        """Look up the tax data of a client (NIN-TAX-01)."""
        return self.one(call, call.change(self.rules.update_tax_data, call["client"]))

    def upload_client(self, call: Call) -> Reply:
        """Add documents to a client (NIN-UPLOAD-01)."""
        return self.one(call, call.change(self.rules.upload, call["id"], call.body))

    def upload_client_by_put(self, call: Call) -> Reply:
        """Add documents to a client, by another method."""
        return self.upload_client(call)

    def download_document(self, call: Call) -> Reply:
        """Send a document as it was uploaded."""
        return papers.file(call.ask(self.rules.file, call["id"]))

    def client_statement(self, call: Call) -> Reply:
        """Make a statement of a client (NIN-STATEMENT-01)."""
        statement = call.ask(self.rules.statement, call.body)
        return self.stated(call, statement)

    def stated(self, call: Call, statement: Statement) -> Reply:
        """Return the answer to a statement: a PDF, or a message where it is sent elsewhere."""
        if self.rules.is_sent(call.body, call.query):  # NIN-STATEMENT-08
            return self.said("Email queued")
        return papers.statement(statement, call.world.clock.now())

    def one(self, call: Call, client: Row) -> Reply:
        """Return the answer that shows a client (NIN-STATUS-01)."""
        [shown] = self.views.clients(self.context(call), [client])
        return Reply(self.views.item(call.query.get("index"), shown))

    def many(self, call: Call, page: Page) -> Reply:
        """Return the answer that shows a page of clients."""
        context = self.context(call)
        self.views.check_list(context, page.clients)
        shown = self.views.clients(context, page.clients)
        meta = self.views.meta(page, f"{context.origin}{call.path}", call.query)
        return Reply(self.views.items(call.query.get("index"), shown, meta))

    def outcome(self, call: Call, result: Page | str) -> Reply:
        """Return the answer to a bulk action: its clients, or a message (NIN-BULK-36)."""
        return self.said(result) if isinstance(result, str) else self.many(call, result)

    def purged(self, call: Call, client: Row) -> Reply:
        """Return the answer to a purge (NIN-OPEN-PURGE-BODY)."""
        del call, client
        return self.said("Success")

    def said(self, message: str) -> Reply:
        """Return an answer that is no more than a message."""
        return Reply({"message": message})

    def context(self, call: Call) -> Context:
        """Return what the answer to a call depends on."""
        return Context(call.state, self.origin(call), self.include(call))

    def include(self, call: Call) -> tuple[str, ...]:
        """Return the related records that are asked for (NIN-INCLUDE-07)."""
        return tuple(call.query.get("include", "").split(","))

    def origin(self, call: Call) -> str:
        """Return the host that was asked, with its scheme."""
        scheme = call.headers.get("x-forwarded-proto", "http")
        return f"{scheme}://{call.headers.get('host', 'localhost')}"
