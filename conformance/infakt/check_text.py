"""Text comes back as it was sent."""

from __future__ import annotations

from collections.abc import Iterator

from conformance import data
from conformance.checks import check
from conformance.explore import explore
from conformance.infakt.driver import Driver
from conformance.infakt.records import came_back, differing
from conformance.infakt.strategies import texts

TELLING: list[str] = data.fixture("infakt", "cases", "texts.yaml")
POLISH = "Zażółć gęślą jaźń"
# Members of which no implementation could think that it knows what is in them.
FREE = ("note", "street", "city", "receiver", "invoice_note")


def _spread() -> Iterator[dict[str, str]]:
    """Yield the telling texts, so many at a time, as values of free members."""
    for start in range(0, len(TELLING), len(FREE)):
        yield dict(zip(FREE, TELLING[start:], strict=False))


@check("FAK-TEXT-01")
def polish_text_is_kept(api: Driver) -> None:
    sent = {"company_name": f"{POLISH} {api.name()}", "city": POLISH, "note": POLISH}
    created = api.new_client(**sent)
    came_back(created, sent)
    came_back(api.client(created), sent)


@check("FAK-TEXT-02")
def text_is_kept(api: Driver) -> None:
    for sent in _spread():
        created = api.new_client(**sent)
        came_back(created, sent)
        came_back(api.client(created), sent)


@check("FAK-TEXT-02")
def updated_text_is_kept(api: Driver) -> None:
    client = api.new_client()

    def kept(text: str) -> None:
        sent = {"note": text}
        # Shown at once or when it is read: whether updates answer well is asked elsewhere.
        if any(differing(api.updated(client, **sent), sent)):
            came_back(api.client(client), sent)

    for text in TELLING[:10]:
        kept(text)
    explore(api, texts(), kept, examples=api.target.examples // 2 + 1)
