"""Bodies that are sent as forms, as the vendor's own library sends them."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.invoiceninja.driver import Call, Driver
from conformance.invoiceninja.forms import url_encoded
from conformance.invoiceninja.records import came_back, contacts_of


@check("NIN-FORM-01")
def a_client_is_created_with_a_form(api: Driver) -> None:
    sent = api.body(city="Boston")
    answer = api.perform(Call("storeClient", {}, form=url_encoded(sent)))
    expect.success(answer)
    seen = api.record(answer)
    came_back(seen, {"name": sent["name"], "city": "Boston", "country_id": sent["country_id"]})
    emails = [one.get("email") for one in contacts_of(seen)]
    expect.equal(emails, [sent["contacts"][0]["email"]], "the e-mails of the contacts")


@check("NIN-FORM-02")
def a_client_is_updated_with_a_form(api: Driver) -> None:
    client = api.new_client(city="Boston")
    sent = api.kept(client) | {"city": "Salem"}
    answer = api.perform(Call("updateClient", {"id": client["id"]}, form=url_encoded(sent)))
    expect.success(answer)
    came_back(api.client(client), {"city": "Salem"})


@check("NIN-FORM-03")
def a_bulk_action_is_sent_as_a_form(api: Driver) -> None:
    made = [api.new_client(), api.new_client()]
    sent = {"action": "archive", "ids": [one["id"] for one in made]}
    expect.success(api.perform(Call("bulkClients", {}, form=url_encoded(sent))))
    for client in made:
        seen = api.client(client).get("archived_at")
        expect.that(seen, "the client to be archived", expect.show(seen))


@check("NIN-FORM-04")
def a_form_may_name_its_method(api: Driver) -> None:
    client = api.new_client(city="Boston")
    form = url_encoded(api.kept(client) | {"city": "Salem", "_method": "PUT"})
    answer = api.send(
        "POST",
        f"/clients/{client['id']}",
        content=form.content,
        headers={"content-type": form.media_type},
    )
    expect.success(answer)
    came_back(api.client(client), {"city": "Salem"})
