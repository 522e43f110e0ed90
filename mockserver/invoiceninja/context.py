"""What an answer depends on besides the record that it shows."""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.invoiceninja.state import State


@dataclass(frozen=True)
class Context:
    """The state, the host, what is asked for."""

    state: State
    origin: str  # such as http://localhost:8080
    include: tuple[str, ...] = ()
