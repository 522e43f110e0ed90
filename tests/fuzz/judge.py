"""Whether an answer may be: no server error, well-formed, and as a spec says."""

from __future__ import annotations

import json
from typing import Any, NoReturn
from urllib.parse import unquote

from tests.fuzz import surfaces
from tests.fuzz.connection import Answer
from tests.fuzz.drafts import Draft
from tests.fuzz.surfaces import CONTROL, Documented, Surface

PROBLEM = "application/problem+json"
# What HTTP itself answers with: no document has to say so.
FROM_HTTP = (400, 404, 405, 406, 408, 410, 413, 414, 415, 417, 429, 431, 507)
# What the console and Swagger UI are made of.
PAGES = ("text/html", "text/javascript", "text/css", "image/svg+xml", "image/png", "")


def complaint(answer: Answer, draft: Draft | None) -> str | None:
    """Return what is wrong with an answer, None if nothing is.

    Of an answer to what is no request for sure, its form alone is judged.
    """
    if answer.status >= 500 and answer.status != 507:
        return f"a server error: {answer.status}"
    try:
        body = _read(answer)
    except ValueError as error:
        return f"an answer whose body is not what its label says: {error}"
    if draft is None:
        return _of_unknown(answer, body)
    if draft.method == b"HEAD":
        return "an answer to HEAD with a body" if answer.body else None
    return _of_known(answer, body, draft)


def _read(answer: Answer) -> Any:
    """Return the body as data, where its label says that it is JSON, else as it is."""
    label, _, parameters = answer.header(b"content-type").partition(";")
    if answer.body and not label:
        raise ValueError("there is no label")
    if label.endswith("json") and answer.body:
        return json.loads(answer.body.decode("utf-8"), parse_constant=_refuse)
    if "charset=utf-8" in parameters.lower() or label == "text/event-stream":
        return answer.body.decode("utf-8")
    if label == "application/pdf" and not answer.body.startswith(b"%PDF-"):
        raise ValueError("this is no PDF")
    return answer.body


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _of_unknown(answer: Answer, body: Any) -> str | None:
    if answer.status < 400 or _is_problem(answer, body) or not answer.body:  # as to HEAD
        return None
    if any(
        _fits(one, answer, body) for other in surfaces.surfaces().values() for one in other.errors
    ):
        return None
    return f"an error in no documented form: {answer.status} {answer.body[:200]!r}"


def _of_known(answer: Answer, body: Any, draft: Draft) -> str | None:
    path = unquote(draft.target.partition(b"?")[0].decode("latin-1"))
    surface = surfaces.at(path)
    if surface is None or answer.header(b"content-type") == PROBLEM:
        return None if _is_problem(answer, body) else f"no problem+json: {answer.body[:200]!r}"
    found = surface.contract.find(_with_no_slash(surface.inside(path) or ""))
    if draft.method == b"OPTIONS":
        return (
            None if answer.status in (200, 204) and not answer.body else _about(answer, "OPTIONS")
        )
    operations = list(found.methods.values()) if found else []
    return _by_spec(surface, operations, answer, body)


def _with_no_slash(path: str) -> str:
    return path.rstrip("/") if path.endswith("/") else path


def _by_spec(surface: Surface, operations: list[str], answer: Answer, body: Any) -> str | None:
    """Judge an answer by what one of the operations of its path is documented to answer.

    Which one that is may be for the server to say: `_method` in a form changes it.
    """
    stated = [surface.documented(one, answer.status) for one in operations]
    known = [one for one in stated if one is not None]
    if any(_fits(one, answer, body) for one in known):
        return None
    if answer.status in FROM_HTTP and any(_fits(one, answer, body) for one in surface.errors):
        return None
    if answer.status == 302 and answer.header(b"location") and not answer.body:
        return None  # where a browser is sent back to its form: NIN-OPEN-ERRORS-FOR-BROWSERS
    if surface.name == CONTROL and not operations and _is_page(answer):
        return None
    whose = " or ".join(operations) or f"a path that {surface.name} does not have"
    return _about(answer, whose)


def _about(answer: Answer, whose: str) -> str:
    kind = answer.header(b"content-type") or "nothing"
    return (
        f"{whose} answers {answer.status} with {kind} as nowhere documented: {answer.body[:300]!r}"
    )


def _fits(stated: Documented, answer: Answer, body: Any) -> bool:
    label = answer.header(b"content-type")
    kind = label if label in stated.bodies else label.partition(";")[0].strip()
    if not stated.bodies:
        return not answer.body
    if kind not in stated.bodies:
        return False
    schema = stated.bodies[kind]
    return schema is None or isinstance(body, bytes) or not schema.problems(body)


def _is_problem(answer: Answer, body: Any) -> bool:
    return (
        answer.header(b"content-type") == PROBLEM
        and isinstance(body, dict)
        and body.get("status") == answer.status
        and isinstance(body.get("detail"), str)
    )


def _is_page(answer: Answer) -> bool:
    kind = answer.header(b"content-type").partition(";")[0]
    return answer.status in (200, 303, 307) and kind in PAGES
