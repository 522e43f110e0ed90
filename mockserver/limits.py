"""What a mock allows, and how slow it pretends to be."""

from __future__ import annotations

from dataclasses import dataclass, field

from mockserver.limiter import Rate

# Milliseconds, from and to.
Latency = tuple[float, float]

NO_LATENCY: Latency = (0, 0)
# Requests that wait are kept, whether somebody still wants their answers or not.
LONGEST_LATENCY = 600_000.0


@dataclass(frozen=True)
class Limits:
    """How much a mock takes in and keeps; see the command line for what each of these means.

    A body has as many bytes as its API needs unless `max_body` says how many it may have.
    """

    max_body: int | None = None
    latency: Latency = NO_LATENCY
    max_workspaces: int = 1000
    max_records: int = 500_000
    max_requests: int = 1000
    max_journal: int = 64 * 1024 * 1024
    max_headers: int = 65_536
    max_connections: int = 20_000
    request_timeout: float = 60.0
    rate: Rate = field(default_factory=Rate)


def latency(written: str) -> Latency:
    """Return the latency that a text such as `200` or `100-300` names.

    Raises:
        ValueError: it names none.
    """
    shortest, _, longest = written.partition("-")
    try:
        found = float(shortest), float(longest or shortest)
    except ValueError:
        found = (-1.0, -1.0)
    if not 0 <= found[0] <= found[1] <= LONGEST_LATENCY:
        raise ValueError(
            f"{written}: write milliseconds, such as 200 or 100-300, and {LONGEST_LATENCY:.0f} at most."
        )
    return found
