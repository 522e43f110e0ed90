"""How a record of the journal is told to people: readable, and with everything sensitive masked."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from mockserver import clock, explanation, verdicts
from mockserver.answers import Kind
from mockserver.correction import Correction
from mockserver.explanation import Reason
from mockserver.http import RawHeaders
from mockserver.journal import Record
from mockserver.masking import Masks, masks

Told = dict[str, Any]


def summary(record: Record) -> Told:
    """Return what a line about a request says."""
    query = masks(record.api).query(record.query.decode("utf-8", "replace"))
    return {
        "id": record.id,
        "time": clock.text(datetime.fromtimestamp(record.started, UTC)),
        "api": record.api or None,
        "operation": record.operation or None,
        "method": record.method,
        "target": f"{record.path}?{query}" if query else record.path,
        "status": record.status,
        "milliseconds": round(record.seconds * 1000, 1),
        "verdict": verdict(record),
        "refused": _sentence(record),
        "changed": record.before is not None,
    }


def verdict(record: Record) -> str:
    """Return how a request stands to the contract.

    `refused`: it was not in order, or asked for what there is not; `broken`: the answer was not in
    order; `kept`: both were.
    """
    is_ours = record.status >= 500 and not record.preferred and record.kind is not Kind.FULL
    if is_ours or verdicts.breaches(record):
        return "broken"
    return "refused" if record.status >= 400 else "kept"


def _sentence(record: Record) -> str | None:
    return " ".join(f"{one.message}." for one in record.problems) if record.kind else None


def detail(record: Record) -> Told:
    """Return both messages, and what the contract says of them."""
    hidden = masks(record.api)
    return {
        **summary(record),
        "request": _message(record.headers, record.body, hidden),
        "answer": _message(record.answer_headers, record.answer, hidden),
        "breaches": [asdict(one) for one in verdicts.breaches(record)],
    }


def refusal(record: Record, corrected: Correction | None) -> Told | None:
    """Return why a request was refused, and what would have passed; None if it was not refused."""
    reasons = explanation.reasons(record)
    if record.kind is None or not reasons:
        return None
    return {
        "kind": record.kind.value,
        "reasons": [_reason(one, masks(record.api)) for one in reasons],
        "corrected": _corrected(corrected) if corrected else None,
    }


def _reason(reason: Reason, hidden: Masks) -> Told:
    where = reason.problem.where
    return {
        "where": where,
        "place": reason.problem.place,
        "message": reason.problem.message,
        "rule": reason.rule,
        "sent": hidden.data({where: reason.sent})[where],
        "requirements": [
            {name: one[name] for name in ("id", "level", "statement", "source")}
            for one in reason.requirements
        ],
    }


def _corrected(correction: Correction) -> Told:
    record, hidden = correction.record, masks(correction.record.api)
    query = hidden.query(record.query.decode("utf-8", "replace"))
    return {
        "method": record.method,
        "target": f"{record.path}?{query}" if query else record.path,
        **_message(record.headers, record.body, hidden),
        "changes": list(correction.changes),
    }


def _message(headers: RawHeaders, body: bytes, hidden: Masks) -> Told:
    told = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers]
    kind = dict(told).get("content-type", "")
    return {
        "headers": [{"name": name, "value": hidden.header(name, value)} for name, value in told],
        "body": hidden.body(body, kind) if body else None,
        "size": len(body),
    }
