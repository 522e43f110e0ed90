"""What a campaign is told as: a table by kind, memory, and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tests.fuzz.shooting import Finding, Tally

# How many megabytes the last third of a campaign may need more than the one before. What is taken from the
# system comes in steps of up to 13; a kilobyte kept of every request would be 23 in two minutes.
MOST_MORE = 20
# Before so many rounds, caches still fill: these rounds tell only that a mock stays below its bound.
ENOUGH = 18
MOST_MEGABYTES = 300


def start(raw: bytes) -> str:
    """Return the beginning of what was sent, in one line."""
    return repr(raw[:160])[2:-1] + (f" … {len(raw)} bytes" if len(raw) > 160 else "")


def told(finding: Finding) -> str:
    """Return a finding for people."""
    last = f"\n  {start(finding.shots[-1].raw)}" if finding.shots else ""
    return f"{finding.kind}: {finding.complaint}{last}"


def is_flat(tally: Tally) -> bool:
    """Tell whether the mock no longer needs more memory, once caches and journals are full."""
    third = len(tally.memory) // 3
    if max(tally.memory, default=0) > MOST_MEGABYTES:
        return False
    if len(tally.memory) < ENOUGH:
        return True
    # What is needed is the least: now and then much is taken for a moment, and given back later.
    return min(tally.memory[-third:]) <= min(tally.memory[-2 * third : -third]) + MOST_MORE


def rendered(tallies: Sequence[Tally], seed: int) -> str:
    """Return everything but the findings as text."""
    requests = sum(one.requests for one in tallies)
    seconds = max(one.seconds for one in tallies)
    findings = sum(len(one.findings) for one in tallies)
    return "\n".join(
        [
            *_table(tallies),
            "",
            *(_memory(number, one) for number, one in enumerate(tallies, 1)),
            f"{requests} requests in {seconds:.0f} s, {requests / max(seconds, 0.1):.0f} a second;"
            f" seed {seed}; {findings or 'no'} finding{'s' * (findings != 1)}",
        ]
    )


def _table(tallies: Sequence[Tally]) -> list[str]:
    shots: Counter[str] = Counter()
    statuses: Counter[tuple[str, str]] = Counter()
    for one in tallies:
        shots.update(one.shots)
        statuses.update(one.statuses)
    seen = sorted({status for _, status in statuses if statuses[_, status]})
    lines = [f"{'kind':10} {'sent':>7} " + "".join(f"{status:>7}" for status in seen)]
    for kind in sorted(shots):
        cells = (statuses[kind, status] for status in seen)
        lines.append(f"{kind:10} {shots[kind]:7} " + "".join(f"{cell or '':>7}" for cell in cells))
    return lines


def _memory(number: int, tally: Tally) -> str:
    step = max(1, len(tally.memory) // 12)
    seen = " ".join(f"{one:.0f}" for one in [*tally.memory[:-1:step], tally.memory[-1]])
    judged = "flat" if is_flat(tally) else "NOT FLAT"
    return f"mock {number}: {seen} MB from round to round: {judged}"
