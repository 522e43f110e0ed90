"""What can be set for inFakt at the command line: nothing."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.options import Setting

SETTINGS: Mapping[str, Setting] = {}
