"""The terminal, in which whatever a server sent is text: it moves no cursor, and writes nothing elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from conformance.formats.markup import visible


class Screen(Console):
    """A console that shows control characters instead of obeying them, but for those of its own."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield what is written for something."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else visible(text), style, control)
