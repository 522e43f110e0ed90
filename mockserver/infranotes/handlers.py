"""The operations of InfraNotes: names in, one rule, a view out."""

from __future__ import annotations

from mockserver.answers import Reply
from mockserver.call import Call
from mockserver.infranotes.rules import Rules
from mockserver.infranotes.views import Shown, Views

FILTERS = ("type", "category", "country", "tag")


class Handlers:
    """One method for each operation id. Every method may be varied."""

    def __init__(self, rules: Rules, views: Views) -> None:
        self.rules = rules
        self.views = views

    def created(self, body: Shown | list[Shown]) -> Reply:
        """Return the answer to a create (line 407)."""
        return Reply(body, 201)

    def create_client(self, call: Call) -> Reply:
        """Create a client."""
        client = call.change(self.rules.create_client, call.body)
        return self.created(self.views.written_client(call.state, client))

    def get_client(self, call: Call) -> Reply:
        """Read a client with its contacts."""
        client = call.ask(self.rules.client, call["id"])
        return Reply(self.views.whole_client(call.state, client))

    def update_client(self, call: Call) -> Reply:
        """Update a client."""
        client = call.change(self.rules.update_client, call["id"], call.body)
        return Reply(self.views.written_client(call.state, client))

    def delete_client(self, call: Call) -> Reply:
        """Delete a client."""
        shown = self.views.client(call.state, call.ask(self.rules.client, call["id"]))
        call.change(self.rules.delete_client, call["id"])
        return Reply(self.views.deleted("client", shown))

    def list_clients(self, call: Call) -> Reply:
        """List clients."""
        filters = {name: call[name] for name in FILTERS if call.get(name) is not None}
        clients = call.ask(self.rules.clients, filters, call["limit"], call["offset"])
        return Reply(self.views.clients(call.state, clients))

    def search_clients(self, call: Call) -> Reply:
        """Search clients."""
        clients = call.ask(self.rules.search, call["query"], call["limit"])
        return Reply(self.views.clients(call.state, clients))

    def add_contact(self, call: Call) -> Reply:
        """Add a contact to a client."""
        contact = call.change(self.rules.add_contact, call["client_id"], call.body)
        return self.created(self.views.contact(contact))

    def get_contact(self, call: Call) -> Reply:
        """Read a contact."""
        return Reply(self.views.contact(call.ask(self.rules.contact, call["id"])))

    def update_contact(self, call: Call) -> Reply:
        """Update a contact."""
        contact = call.change(self.rules.update_contact, call["id"], call.body)
        return Reply(self.views.contact(contact))

    def delete_contact(self, call: Call) -> Reply:
        """Delete a contact."""
        contact = call.change(self.rules.delete_contact, call["id"])
        return Reply(self.views.deleted("contact", self.views.contact(contact)))

    def set_primary_contact(self, call: Call) -> Reply:
        """Make a contact the primary one."""
        return Reply(self.views.contact(call.change(self.rules.set_primary, call["id"])))

    def list_contacts(self, call: Call) -> Reply:
        """List the contacts of a client."""
        contacts = call.ask(self.rules.contact_list, call["client_id"])
        return Reply([self.views.contact(contact) for contact in contacts])

    def create_custom_field(self, call: Call) -> Reply:
        """Create a custom field."""
        field = call.change(self.rules.create_custom_field, call.body)
        return self.created(self.views.custom_field(field))

    def list_custom_fields(self, call: Call) -> Reply:
        """List the custom fields of an entity."""
        fields = call.ask(self.rules.custom_fields, call["entity_or_id"])
        return Reply([self.views.custom_field(field) for field in fields])

    def update_custom_field(self, call: Call) -> Reply:
        """Update a custom field."""
        field = call.change(self.rules.update_custom_field, call["entity_or_id"], call.body)
        return Reply(self.views.custom_field(field))

    def delete_custom_field(self, call: Call) -> Reply:
        """Delete a custom field."""
        field = call.change(self.rules.delete_custom_field, call["entity_or_id"])
        return Reply(self.views.deleted("custom field", self.views.custom_field(field)))

    def save_custom_field_values(self, call: Call) -> Reply:
        """Save values: an object is answered with an object, an array with an array."""
        several = isinstance(call.body, list)
        items = call.body if several else [call.body]
        values = call.change(self.rules.save_values, call["entity"], call["entity_id"], items)
        shown = [self.views.saved_value(call.state, value) for value in values]
        return self.created(shown if several else shown[0])
