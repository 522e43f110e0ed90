"""What Schemathesis loads as its hooks, by `SCHEMATHESIS_HOOKS`; here it registers them for a whole process.

It asks `filter_failure` of every failure, before those of one kind are taken for one.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Any

import schemathesis

from tests.interop.false_alarms import FalseAlarm, load

# What the process is told: the file with the list, and the file for what was met of it.
LIST, MET = "FALSE_ALARMS_LIST", "FALSE_ALARMS_MET"


@functools.cache
def _known() -> list[FalseAlarm]:
    return load(Path(os.environ[LIST]))


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Return whether a failure counts."""
    asked = f"{response.request.method} {response.request.path_url}"
    said = " ".join(f"{asked} {failure.message} {response.text_lossy()}".split())
    known = enumerate(_known())
    fitting = [
        number for number, one in known if one.fits(failure.code, case.operation.label, said)
    ]
    with Path(os.environ[MET]).open("a") as met:
        met.writelines(f"{number}\n" for number in fitting)
    return not fitting
