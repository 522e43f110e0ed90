"""Text comes back as it was sent."""

from __future__ import annotations

from collections.abc import Iterator

from conformance import data, expect
from conformance.checks import check
from conformance.explore import explore
from conformance.infranotes.check_values import saved_value
from conformance.infranotes.driver import Driver
from conformance.infranotes.strategies import texts

TELLING: list[str] = data.fixture("infranotes", "cases", "texts.yaml")


def _spread(*members: str) -> Iterator[dict[str, str]]:
    """Yield the telling texts, so many at a time, as values of these members."""
    for start in range(0, len(TELLING), len(members)):
        yield dict(zip(members, TELLING[start:], strict=False))


@check("INF-TEXT-01")
def text_of_a_client_is_kept(api: Driver) -> None:
    for sent in _spread("notes", "address", "contact_name", "tax_number"):
        created = api.new_client(**sent)
        expect.members(api.client(created), sent, "the client")


@check("INF-TEXT-01", long=True)
def updated_text_of_a_client_is_kept(api: Driver) -> None:
    client = api.new_client()

    def kept(text: str) -> None:
        api.arranged(api.update_client(client, notes=text))
        expect.members(api.client(client), {"notes": text}, "the client")

    explore(api, texts(), kept, examples=api.target.examples // 2 + 1)


@check("INF-TEXT-02")
def text_of_a_contact_is_kept(api: Driver) -> None:
    client = api.new_client()
    for sent in _spread("position", "phone"):
        contact = api.new_contact(client, **sent)
        expect.members(api.contact(contact), sent, "the contact")


@check("INF-TEXT-03")
def text_of_a_custom_field_is_kept(api: Driver) -> None:
    for sent in _spread("placeholder", "default_value"):
        expect.members(api.new_field(**sent), sent, "the custom field")


@check("INF-TEXT-03")
def text_of_a_value_is_kept(api: Driver) -> None:
    client, field = api.new_client(), api.new_field()
    for text in TELLING:
        seen = saved_value(api.save(client, (field, text)))
        expect.equal(seen, text, "the saved value")


@check("INF-TEXT-04")
def categories_and_tags_keep_content_and_order(api: Driver) -> None:
    sent = {"categories": ["zulu", "Alpha", "żółw"], "tags": ["z", "a b", "<b>", "Z", "001"]}
    expect.members(api.client(api.new_client(**sent)), sent, "the client")
