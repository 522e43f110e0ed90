"""How Invoice Ninja can be told to misbehave: each fault breaks what it names, nothing else."""

from __future__ import annotations

from mockserver.faults import Fault

FAULTS: tuple[Fault, ...] = ()
