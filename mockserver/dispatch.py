"""One request to one API: what lies outside of its operations is answered here, the rest by them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from mockserver import http
from mockserver.answers import Kind, Problem, Refusal, Reply, refusal
from mockserver.app import as_refusal, prepared
from mockserver.call import Call
from mockserver.contract import Contract
from mockserver.http import Receive, Scope, Written

# What takes a call to its operation, and returns the answer.
Application = Callable[[Call, Scope, Receive], Awaitable[Written]]
# What answers a request before the API itself is asked; None leaves it to the API.
Before = Callable[[Call], Reply | None]


def too_large(limit: int) -> str:
    """Return the sentence about a body that has too many bytes."""
    return f"The body is larger than {limit} bytes, which is the limit here (--max-body)."


async def dispatch(
    call: Call,
    found: Contract,
    scope: Scope,
    receive: Receive,
    limit: int,
    before: Before | None = None,
    application: Application = prepared,
) -> Written | None:
    """Return the answer of an API to a call, whose body is read here; None if the client has gone."""
    try:
        if http.may_have_body(scope, call.headers):
            call.raw = await http.body_of(receive, limit)
        reply = before(call) if before else None
        reply = reply or _too_many(call) or _answer_outside(call, found)
    except http.BodyTooLargeError:
        reply = call.refused(refusal(Kind.TOO_LARGE, too_large(limit).rstrip(".")))
    except http.DisconnectedError:
        return None
    return await application(call, scope, receive) if reply is None else http.written(reply)


def _too_many(call: Call) -> Reply | None:
    """Return the answer to one request too many; None if it is not."""
    if call.rate is None or call.rate.limit is None:
        return None
    if call.allowance is None or not call.allowance.is_exceeded:
        return None
    problem = Problem("", "Too many requests", "header")
    headers = {"Retry-After": str(call.allowance.seconds)}
    return call.refused(Refusal(Kind.TOO_MANY, problem, headers=headers))


def _answer_outside(call: Call, found: Contract) -> Reply | None:
    """Return the answer to what is no operation of the API; None if it is one."""
    call.path = call.behaviour.gate.path(call)
    named = found.locate(call.path)
    call.method = call.behaviour.gate.method(call)
    if named is None:
        return _guarded(call, lambda: call.behaviour.gate.unknown_path(call))
    methods, call.path_parameters = named.methods, named.parameters
    call.operation = methods.get("GET" if call.method == "HEAD" else call.method, "")
    if call.operation:
        return None
    allowed = ", ".join(sorted({*methods, "OPTIONS", *(("HEAD",) if "GET" in methods else ())}))
    if call.method == "OPTIONS":
        return Reply(b"", 200, {"Allow": allowed})
    return _guarded(call, lambda: call.behaviour.gate.wrong_method(call, allowed))


def _guarded(call: Call, find: Callable[[], Refusal]) -> Reply:
    try:
        return call.refused(find())
    except Exception as error:
        return call.refused(as_refusal(error, f"{call.method} {call.path}"))
