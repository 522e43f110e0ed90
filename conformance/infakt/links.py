"""What is in the links of a list."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qs, urlsplit

from conformance import expect
from conformance.expect import CannotTell
from conformance.infakt.records import Page


def link(page: Page, name: str) -> SplitResult:
    """Return a link in its parts.

    Raises:
        CannotTell: it is no text, which is the matter of other requirements.
    """
    value = page.told(name)
    if not isinstance(value, str):
        raise CannotTell(f"{name} is no link, but {expect.show(value)}")
    return urlsplit(value)


def parameters(page: Page, name: str) -> dict[str, str]:
    """Return the parameters of a link; of one that is there several times, the values with commas."""
    query = parse_qs(link(page, name).query, keep_blank_values=True)
    return {key.removesuffix("[]"): ",".join(values) for key, values in query.items()}


def has_offset(page: Page, name: str, offset: int) -> None:
    """Expect a link to lead to the page that begins after so many clients."""
    seen = parameters(page, name).get("offset")
    expect.that(seen == str(offset), f"{name} with offset={offset}", f"{name} {page.told(name)}")
