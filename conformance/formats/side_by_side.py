"""A comparison as a person reads it in a terminal: where two implementations part, side by side."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from conformance import catalogue
from conformance.divergence import NAMES, Broken, Comparison, Divergence, Pair
from conformance.exchange import Exchange
from conformance.masking import Mask
from conformance.pairing import ABSENT, Difference

# How much of each is shown: the comparison is there to be read, not to be complete.
_LISTED = 12
_CHARACTERS = 300


def render(comparison: Comparison, console: Console, *, strict: bool) -> None:
    """Write a comparison to a console; `strict` is whether any difference counts."""
    mask = Mask({}, catalogue.load(comparison.api).sensitive)
    if comparison.first is not None:
        _divergence(comparison.first, comparison, mask, console)
    if comparison.broken:
        _all_broken(comparison.broken, comparison, console)
    if comparison.differences:
        _all_differences(comparison, console, strict=strict)
    for check, reason in comparison.unclear.items():
        console.print(f"\n[bold magenta]could not tell[/]  {escape(check)}")
        console.print(Padding(Text(reason), (0, 0, 0, 2)))
    for name, record in comparison.left:
        console.print(f"\n[yellow]Left on {name}[/], because removing it failed: {escape(record)}")
    _verdict(comparison, console, strict=strict)


def _divergence(
    divergence: Divergence, comparison: Comparison, mask: Mask, console: Console
) -> None:
    console.print()
    broken = divergence.broken
    if broken is None:
        console.print("[bold yellow]The first difference[/]  [dim](it breaks no requirement)[/]")
    else:
        _requirement(broken, comparison, console)
    table = Table(show_lines=True, expand=True, caption="Members that are null are not shown.")
    table.add_column("request", ratio=2, overflow="fold")
    for name in NAMES:
        table.add_column(f"answer of {name}", ratio=2, overflow="fold")
    for _, group in itertools.groupby(divergence.pairs, _sort):
        alike = [*group]
        table.add_row(_request(alike[-1], len(alike)), *map(_answer, alike[-1]))
    for difference in _chosen(divergence.differences):
        values = (_value(difference, one, mask) for one in (difference.one, difference.other))
        table.add_row(Text(difference.place, style="bold red"), *values)
    console.print(table)
    rest = len(divergence.differences) - len(_chosen(divergence.differences))
    if rest:
        console.print(f"[dim]and {rest} more differences in the last answer[/]")


def _requirement(broken: Broken, comparison: Comparison, console: Console) -> None:
    known = catalogue.load(comparison.api).requirements[broken.requirement]
    console.print(
        f"[bold red]{broken.by} breaks[/] [bold]{known.id}[/] ({known.level}),"
        f" {_other(broken.by)} does not"
    )
    console.print(Padding(Text(known.statement), (0, 0, 0, 2)))
    console.print(Padding(Text(str(known.source), style="dim"), (0, 0, 0, 2)))
    console.print(Padding(Text.assemble(("expected  ", "green"), broken.expected), (0, 0, 0, 2)))
    console.print(Padding(Text.assemble(("seen      ", "red"), broken.seen), (0, 0, 0, 2)))


def _other(name: str) -> str:
    return NAMES[1 - NAMES.index(name)]


def _chosen(differences: Sequence[Difference]) -> list[Difference]:
    """Return what is shown: the grave ones, or where there are none, the slight ones."""
    grave = [one for one in differences if not one.slight]
    return (grave or [*differences])[:_LISTED]


def _cut(text: str) -> str:
    return text if len(text) <= _CHARACTERS else text[: _CHARACTERS - 1] + "…"


def _sort(pair: Pair) -> tuple[object, ...]:
    """Say which requests are told as one where they follow each other."""
    told = (pair.one or pair.other, pair.one, pair.other)
    return tuple(one and (one.request.method, one.operation, one.response.status) for one in told)


def _request(pair: Pair, times: int) -> Text:
    exchange = pair.one or pair.other
    if exchange is None:
        return Text()
    sent = exchange.request
    shown = Text.assemble((f"{sent.method} ", "bold"), _path(sent.url))
    if times > 1:
        shown.append(f"\n{times} times such as this", style="dim")
    if sent.body is not None:
        shown.append(f"\n{_cut(sent.body)}", style="cyan")
    if "authorization" in sent.headers and "$TOKEN" not in sent.headers["authorization"]:
        shown.append(f"\nauthorization: {_cut(sent.headers['authorization'])}", style="dim")
    return shown


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[-1]


def _answer(exchange: Exchange | None) -> Text:
    if exchange is None:
        return Text("not asked", style="dim")
    colour = "green" if exchange.response.status < 400 else "red"
    body = _cut(_brief(exchange.response.body))
    return Text.assemble((str(exchange.response.status), f"bold {colour}"), f"\n{body}")


def _brief(body: str) -> str:
    """Return a body in one form for both, without its null members."""
    try:
        return json.dumps(_without_nulls(json.loads(body)), ensure_ascii=False)
    except ValueError:
        return body.strip()


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def _value(difference: Difference, value: Any, mask: Mask) -> Text:
    """Return a value as JSON, masked where its member is sensitive."""
    if value is ABSENT:
        return Text("absent", style="dim")
    name = difference.member
    text = mask.body(json.dumps({name: value}, ensure_ascii=False))
    return Text(_cut(text[len(json.dumps({name: 0})) - 2 : -1]))


def _all_broken(broken: Sequence[Broken], comparison: Comparison, console: Console) -> None:
    console.print()
    for name in NAMES:
        mine = dict.fromkeys(one.requirement for one in broken if one.by == name)
        if mine:
            url = comparison.urls[name]
            console.print(f"[bold red]Only {name}[/] ({escape(url)}) breaks  {', '.join(mine)}")


def _all_differences(comparison: Comparison, console: Console, *, strict: bool) -> None:
    places = len(comparison.differences)
    if not strict:
        console.print(
            f"\nAnswers to the same requests differ in {places} places [dim](--strict shows them)[/]"
        )
        return
    console.print("\nHow often answers to the same requests differ, and where:")
    for (operation, place), times in comparison.differences.most_common(_LISTED):
        console.print(f"  [dim]{times:5}[/]  {escape(operation)}  {escape(place)}")
    if places > _LISTED:
        console.print(f"         [dim]and {places - _LISTED} other places[/]")


def _verdict(comparison: Comparison, console: Console, *, strict: bool) -> None:
    sentence, colour = {
        0: ("They differ in nothing that the document demands.", "green"),
        1: ("They differ.", "red"),
        3: ("The suite could not tell.", "magenta"),
    }[comparison.exit_status(strict=strict)]
    console.print(
        f"\n{comparison.checks} checks on both  [dim]({comparison.requests} requests,"
        f" {comparison.seconds:.1f} s, seed {comparison.seed})[/]"
    )
    console.print(f"[bold {colour}]{sentence}[/]")
