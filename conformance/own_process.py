"""What the suite sets where nobody else's code runs: in the processes that it is run by itself."""

from __future__ import annotations

import atexit
import functools
import gc
import os
from pathlib import Path

# After how many new objects Python looks for garbage among them, and after how many times among all
# that stayed. Nearly everything that a run makes when it starts, some hundred thousand objects, stays
# until its end: to look through it took a quarter of the time until the first check, and as long again
# at the end.
NEW = 20_000
ROUNDS = (20, 100)

# Where Hypothesis keeps its table of all characters, which takes it a tenth of a second to make.
STORAGE = "HYPOTHESIS_STORAGE_DIRECTORY"


@functools.cache
def settle() -> None:
    """Look for garbage seldom, and not at the end; leave nothing in the folder where the suite is run."""
    gc.set_threshold(NEW, *ROUNDS)
    atexit.register(gc.freeze)
    folder = _cache()
    if folder is not None:
        os.environ.setdefault(STORAGE, str(folder / "hypothesis"))


def _cache() -> Path | None:
    """Return the user's cache folder, None if the user has no home."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return Path(named) if named.startswith("/") else Path.home() / ".cache"
    except RuntimeError:
        return None
