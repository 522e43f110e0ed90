"""Shot after shot at one mock: which ones, and what is found."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.fuzz import bodies, framing, generated, heads
from tests.fuzz.drafts import Draft, Maker, Shot
from tests.fuzz.mock import Mock
from tests.fuzz.shooting import LOOK, Finding, Shooter, Tally, distinct
from tests.fuzz.surfaces import CONTROL, PLAIN, Surface, surfaces

# How often each maker has its turn, of what is not sent as it was generated.
MAKERS: tuple[tuple[int, Maker], ...] = (
    *((8, bodies.json_value), (6, bodies.json_text), (3, bodies.json_member)),
    *((3, bodies.form), (3, bodies.multipart)),
    *((3, heads.method), (6, heads.path), (6, heads.query), (2, heads.text_in_query)),
    *((8, heads.headers), (2, heads.host)),
)
# These need a connection each, or a wait, so that they are fewer.
DEAR: tuple[tuple[int, Maker], ...] = (
    *((4, one) for one in framing.MAKERS),
    *((12, framing.bytes_changed), (1, framing.noise), (1, heads.many_headers)),
)
DEAR_SHARE = 0.12
# Of each draft that is sent as it is, so many odd shots are made.
ODD_PER_DRAFT = 24
# After so many shots the mock goes back to the start, its invariants examined.
ROUND = 4000
# Beyond these, more of them tell nothing new.
MOST_FINDINGS = 50
_LOOKS = (
    (b"GET", b""),
    (b"GET", b"/curl"),
    (b"GET", b"/changes"),
    (b"POST", b"/replay"),
    (b"GET", b"/curl?corrected"),
)


def shots(chance: random.Random, shooter: Shooter, seed: int) -> Iterator[Shot]:
    """Yield what to send next, without end: what is generated as it is, then odd things made of it."""
    sources = [
        (mode, surface, generated.drafts(surface, mode, seed))
        for surface in surfaces().values()
        for mode in generated.MODES
    ]
    for mode, surface, drafts in itertools.cycle(sources):
        for draft in itertools.islice(drafts, generated.BATCH):
            asked = _of_known_records(chance, draft, list(shooter.ids[surface.name]), surface)
            yield Shot.of(CONTROL if surface.name == CONTROL else mode, asked)
            for _ in range(ODD_PER_DRAFT):
                yield _odd(chance, asked)
                if shooter.help and chance.random() < 0.1:
                    yield _look(chance, shooter.help)


def _odd(chance: random.Random, draft: Draft) -> Shot:
    makers = DEAR if chance.random() < DEAR_SHARE else MAKERS
    weights, choices = zip(*makers, strict=True)
    maker: Maker = chance.choices(choices, weights)[0]
    if draft.surface != CONTROL:
        return maker(chance, draft)
    # Nothing may lead out of the workspace that control requests keep to, nor to an API in it: how
    # slow that is, they have chosen.
    shot = (heads.headers if maker in (framing.bytes_changed, heads.host) else maker)(chance, draft)
    if shot.draft is not None and not shot.draft.target.startswith(b"/_mock"):
        shot = heads.headers(chance, draft)
    return replace(shot, kind=CONTROL)


def _look(chance: random.Random, place: bytes) -> Shot:
    """Ask what was wrong with a request before, which is read, judged and mended for that."""
    method, part = chance.choice(_LOOKS)
    return Shot.of(LOOK, Draft(CONTROL, method, place + part, pinned=PLAIN))


def _of_known_records(
    chance: random.Random, draft: Draft, ids: list[str], surface: Surface
) -> Draft:
    """Return a request that is about a record that there is, where it was about one by chance."""
    if not ids or chance.random() < 0.3:
        return draft
    path, mark, query = draft.target.partition(b"?")
    found = surface.contract.find(surface.inside(path.decode("latin-1")) or "")
    for value in found.parameters.values() if found else ():
        path = path.replace(b"/" + value.encode(), b"/" + chance.choice(ids).encode(), 1)
    return replace(draft, target=path + mark + query)


def run(
    seed: int,
    number: int,
    requests: int,
    seconds: float,
    options: tuple[str, ...] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> Tally:
    """Shoot at a new mock until there were so many requests, or so many seconds; return the tally."""
    with Mock(*options) as mock:
        shooter, began = Shooter(mock), time.monotonic()
        tally = shooter.tally
        for shot in shots(random.Random(f"{seed} {number}"), shooter, seed * 1000 + number):
            shooter.shoot(shot)
            over = tally.requests >= requests or time.monotonic() - began > seconds
            if mock.runs and (over or tally.requests % ROUND == 0):
                _end_round(shooter)
                progress(tally.requests)
            if over or not mock.runs or len(tally.findings) > MOST_FINDINGS:
                break
        tally.seconds = time.monotonic() - began
        if mock.runs:
            told = Shooter(mock)
            tally.findings = [told.shrunk(one) for one in distinct(tally.findings)]
    return tally


def _end_round(shooter: Shooter) -> None:
    """Examine what all requests have led to, and begin anew."""
    wrong = shooter.mock.broken_invariants()
    shooter.tally.findings += [Finding("invariants", one) for one in wrong]
    shooter.begin_anew()
    shooter.tally.memory.append(shooter.mock.memory())
