"""The ratios as a picture: bars on a logarithmic scale, as SVG that needs nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from tests.benchmarks.figures import Row
from tests.benchmarks.tables import TIMES, operations, servers

WIDTH, LEFT, RIGHT, TOP = 860, 250, 70, 64
BAR, GAP = 13, 16
COLOURS = ("#1a7f5a", "#8250df", "#bc4c00", "#0969da", "#9a6700", "#57606a")
TICKS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


def svg(rows: Sequence[Row], titles: Mapping[str, str], base: str, title: str) -> str:
    """Return a picture of the ratios to the yardstick, which is a line at 1."""
    names = [name for name in servers(rows, titles) if name != base]
    found = {(one.operation, one.peer): one.ratio.median for one in rows}
    values = [value for (_, peer), value in found.items() if peer != base]
    low = min(0.5, *values) * 0.9
    scale = (WIDTH - LEFT - RIGHT) / math.log(max(values) / low)

    def place(value: float) -> float:
        return LEFT + math.log(value / low) * scale

    groups = operations(rows)
    height = TOP + len(groups) * (len(names) * BAR + GAP) + 24
    parts = [*_head(title, height), *_legend([titles[name] for name in names])]
    ticks = [tick for tick in TICKS if low < tick <= max(values)]
    parts += [_tick(place(tick), tick, height) for tick in ticks]
    top = float(TOP)
    for operation in groups:
        middle = top + len(names) * BAR / 2 + 4
        parts.append(_text(LEFT - 8, middle, operation, "end"))
        for number, name in enumerate(names):
            value = found.get((operation, name))
            parts += _bar(top + number * BAR, number, LEFT, value and place(value), value)
        top += len(names) * BAR + GAP
    return "\n".join([*parts, "</svg>"]) + "\n"


def _head(title: str, height: float) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" '
        f'viewBox="0 0 {WIDTH} {height:.0f}" role="img" font-family="sans-serif" font-size="12">'
    )
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
    yield f'<text x="12" y="20" font-size="14" font-weight="bold" fill="#1f2328">{escape(title)}</text>'


def _legend(names: Sequence[str]) -> Iterator[str]:
    left = 12.0
    for number, name in enumerate(names):
        colour = COLOURS[number % len(COLOURS)]
        yield f'<rect x="{left:.0f}" y="32" width="10" height="10" fill="{colour}"/>'
        yield _text(left + 15, 41, name, "start")
        left += 34 + 6.6 * len(name)


def _tick(x: float, value: float, height: float) -> str:
    colour = "#1f2328" if value == 1 else "#d0d7de"
    line = (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{height - 18:.0f}" stroke="{colour}"/>'
    )
    return line + _text(x, height - 5, f"{value:g}{TIMES}", "middle")


def _bar(y: float, number: int, left: float, x: float | None, value: float | None) -> Iterator[str]:
    if x is None or value is None:
        yield _text(left + 4, y + BAR - 3, "not offered", "start", "#57606a", 10)
        return
    colour = COLOURS[number % len(COLOURS)]
    width = max(x - left, 1)
    yield f'<rect x="{left}" y="{y:.1f}" width="{width:.1f}" height="{BAR - 2}" fill="{colour}"/>'
    shown = f"{value:.2f}" if value < 9.995 else f"{value:.0f}"
    yield _text(left + width + 4, y + BAR - 3, shown, "start", "#1f2328", 10)


def _text(
    x: float, y: float, text: str, anchor: str, colour: str = "#1f2328", size: int = 12
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
        f'font-size="{size}">{escape(text)}</text>'
    )
