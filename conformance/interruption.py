"""What happens on Ctrl-C: the first ends the run in order, the second at once.

In order means: no further request but those that clean up. A request under way is waited for, since
what it creates could not be removed otherwise. Signals concern a whole process, so this state does.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_asked = 0


def requested() -> bool:
    """Whether somebody asked for the end of the run."""
    return _asked > 0


def _heed(_number: int, _frame: Any) -> None:
    global _asked
    _asked += 1
    if _asked > 1:
        raise KeyboardInterrupt


@contextmanager
def heeded() -> Iterator[None]:
    """Heed Ctrl-C, and the signal that ends processes, in the main thread of this process."""
    global _asked
    _asked = 0
    former = {number: signal.signal(number, _heed) for number in _SIGNALS}
    try:
        yield
    finally:
        _asked = 0
        for number, handler in former.items():
            signal.signal(number, handler)


def heed() -> None:
    """Heed Ctrl-C for the rest of this process, one that does nothing but run checks."""
    for number in _SIGNALS:
        signal.signal(number, _heed)


def heed_only(number: int) -> None:
    """Heed one signal for the rest of this process, which gets it from the process that it works for.

    That one is told of the others, which may reach both.
    """
    for other in _SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    signal.signal(number, _heed)
