"""Answers that are not as the spec says, told in the terminal as soon as they are sent.

The journal marks them whether anybody has asked for this or not, once somebody looks. Answers stay as
they are: what breaks the spec may do so on purpose.
"""

from __future__ import annotations

import logging

from mockserver import verdicts
from mockserver.journal import Record
from mockserver.lines import shown

log = logging.getLogger("mockserver")

# How much is told of one answer; the journal tells all.
MOST = 3


def tell(record: Record) -> None:
    """Write a line if an answer is not as the spec says."""
    found = verdicts.breaches(record)
    if not found:
        return
    more = [f"and {len(found) - MOST} more"] if len(found) > MOST else []
    said = shown("; ".join([*(one.message for one in found[:MOST]), *more]))
    asked, told = f"{record.method} {shown(record.path)}", f"/_mock/requests/{record.id}"
    log.warning("%s: the answer breaks the contract: %s. See %s.", asked, said, told)
