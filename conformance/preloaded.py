"""All that a worker needs before its first check. Imported by the process that workers come from.

See `processes`, which tells the API: an import takes no arguments.
"""

from __future__ import annotations

import contextlib
import gc
import os

import conformance.workers  # noqa: F401 - which a worker begins with
from conformance import own_process
from conformance.checks import all_checks
from conformance.processes import API

own_process.settle()
with contextlib.suppress(Exception):  # what is wrong, each worker finds too, where it is told
    all_checks(os.environ[API])
gc.freeze()  # what is shared with workers is copied for the one that so much as looks through it
