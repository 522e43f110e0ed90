"""How inFakt can be told to misbehave: each fault breaks the requirements that it names, no others."""

from mockserver.faults import Fault

FAULTS: tuple[Fault, ...] = ()
