"""What a list tells of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from mockserver.invoiceninja.listing import Page

Shown = dict[str, Any]


class Paging:
    """`meta.pagination` (NIN-PAGE-01 and 02). Every method may be varied."""

    def meta(self, page: Page, address: str, query: Mapping[str, str]) -> Shown:
        """Return the `meta` of a list that was asked for at an address."""
        return {"pagination": self.pagination(page, address, query)}

    def pagination(self, page: Page, address: str, query: Mapping[str, str]) -> Shown:
        """Return which page of how many a list shows."""
        return {
            "total": page.total,
            "count": len(page.clients),
            "per_page": page.per_page,
            "current_page": page.current_page,
            "total_pages": page.total_pages,
            "links": self.links(page, address, query),
        }

    def links(self, page: Page, address: str, query: Mapping[str, str]) -> Shown:
        """Return where the pages beside this one are, if there are any (NIN-PAGE-15 to 17)."""
        numbers = {
            **({"previous": page.current_page - 1} if page.current_page > 1 else {}),
            **({"next": page.current_page + 1} if page.current_page < page.total_pages else {}),
        }
        return {name: self.page_link(address, query, number) for name, number in numbers.items()}

    def page_link(self, address: str, query: Mapping[str, str], number: int) -> str:
        """Return the address of another page (NIN-PAGE-18)."""
        return f"{address}?{urlencode({**self.kept(query), 'page': number})}"

    def kept(self, query: Mapping[str, str]) -> Mapping[str, str]:
        """Return what a link keeps of a query: nothing (NIN-OPEN-PAGE-LINKS)."""
        del query
        return {}
