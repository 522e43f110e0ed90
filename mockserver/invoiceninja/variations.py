"""The other choices where the document leaves one: see its `silences.yaml`."""

from __future__ import annotations

from mockserver.faults import Variation

VARIATIONS: tuple[Variation, ...] = ()
