# mypy: disable-error-code="attr-defined"
# What is exchanged here is no documented part of Hypothesis.
"""Keeps Hypothesis from trying what it finds written in source code.

A part of the values that it draws are constants, and half of these come from the source of whatever the
process has imported from outside of `site-packages`: this very suite, where it is installed from a
checkout, and the implementation, where that is examined in process. So the same seed would send other
requests after each edit of either.

`tests/conformance/test_seed.py` tells when another version of Hypothesis no longer fits.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from hypothesis.internal.conjecture import providers

# What is found, and what of it is of use for which values.
_FOUND, _USABLE = "_get_local_constants", "CONSTANTS_CACHE"
_OURS: dict[str, Any] = {}
if all(hasattr(providers, name) for name in (_FOUND, _USABLE, "Constants")):
    _NONE = providers.Constants()
    _OURS = {_FOUND: lambda: _NONE, _USABLE: type(providers.CONSTANTS_CACHE)(1024)}


@contextlib.contextmanager
def of_no_source() -> Iterator[None]:
    """Draw, within this, no constants but those that Hypothesis itself brings along."""
    former = {name: getattr(providers, name) for name in _OURS}
    vars(providers).update(_OURS)
    try:
        yield
    finally:
        vars(providers).update(former)
