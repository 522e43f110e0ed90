"""How many requests a run may send, be it in one process or in several."""

from __future__ import annotations

import contextlib
import ctypes
from typing import Any


class Budget:
    """At most so many requests; None: any number. Those that clean up count too, and are never refused.

    `sent` is where they are counted: a `multiprocessing.Value` where several processes share it.
    """

    def __init__(self, most: int | None, sent: Any = None) -> None:
        self.most = most
        self._sent = ctypes.c_longlong() if sent is None else sent

    @property
    def is_spent(self) -> bool:
        """Whether no further request may be sent."""
        return self.most is not None and self._sent.value >= self.most

    def spend(self) -> None:
        """Count a request."""
        with getattr(self._sent, "get_lock", contextlib.nullcontext)():
            self._sent.value += 1
