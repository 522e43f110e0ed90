# mypy: disable-error-code="import-untyped, misc"
# Connexion has no type information: what is made of its classes is of any type.
"""One API as a Connexion application. With `plans` and `specifications` the only module that knows Connexion.

Connexion reads and resolves the spec and binds its operations. Its own validators and its own
operation object prepare anew for every request what never changes. So it is asked for its operations
once, a plan is made of each (`plans`), and requests go straight to their plans; the plain way goes
through Connexion, and two routed middlewares of ours with everything prepared at start. Neither holds
state: each request brings its call.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import warnings
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException

from mockserver import http
from mockserver.answers import Kind, Refusal, Reply, refusal
from mockserver.api import Api
from mockserver.besides import all_told
from mockserver.call import Call
from mockserver.contract import Contract, contract
from mockserver.http import Receive, Scope, Send, Written
from mockserver.lines import shown
from mockserver.plans import CALL, Plan, collecting, snake_case
from mockserver.specifications import register

with warnings.catch_warnings():
    # Connexion uses what other libraries call outdated; nobody who runs a mock can help it.
    warnings.simplefilter("ignore")
    from connexion.exceptions import ProblemException
    from connexion.lifecycle import ConnexionRequest, ConnexionResponse
    from connexion.middleware import ConnexionMiddleware
    from connexion.middleware.abstract import RoutedAPI, RoutedMiddleware
    from connexion.middleware.exceptions import ExceptionMiddleware
    from connexion.middleware.routing import RoutingMiddleware
    from connexion.middleware.security import SecurityMiddleware
    from connexion.operations import AbstractOperation
    from connexion.resolver import Resolution, Resolver

log = logging.getLogger("mockserver")

_KINDS = {
    400: Kind.INVALID,
    401: Kind.UNAUTHENTICATED,
    403: Kind.FORBIDDEN,
    404: Kind.MISSING,
    405: Kind.METHOD,
    413: Kind.TOO_LARGE,
    415: Kind.MEDIA_TYPE,
}


class _Authenticator:
    """Lets the API itself decide who asks, whatever the security scheme."""

    def get_fn(self, scheme: Mapping[str, Any], scopes: list[str]) -> Callable[..., Awaitable[Any]]:
        """Return the function that Connexion calls with each request."""
        del scheme, scopes

        async def verify(request: ConnexionRequest) -> dict[str, Any]:
            call: Call = request.scope[CALL]
            call.principal = call.behaviour.access.authenticate(call)
            return {"sub": call.principal}

        return verify


class _Check:
    """Has the gate read and examine a request, then passes it on."""

    def __init__(self, operation_id: str, next_app: Any, checked: Contract) -> None:
        self._next = next_app
        self._operation = checked.operations[operation_id]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call: Call = scope[CALL]
        call.path_parameters = scope.get("path_params", {})
        handle = getattr(call.behaviour.handlers, snake_case(self._operation.id))
        try:
            call.behaviour.gate.read(call, self._operation)
        except Refusal as refused:
            raise all_told(refused, call, handle) from None
        await self._next(scope, receive, send)


class _Handle:
    """Has the handler answer a request.

    Nothing is awaited meanwhile, so that it is done as a whole.
    """

    def __init__(self, operation_id: str) -> None:
        self._name = snake_case(operation_id)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        call: Call = scope[CALL]
        call.before = call.state
        reply = getattr(call.behaviour.handlers, self._name)(call)
        await http.send_reply(reply, send)


class _CheckApi(RoutedAPI[_Check]):
    def __init__(self, *arguments: Any, checked: Contract, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._checked = checked
        self.add_paths()

    def make_operation(self, operation: AbstractOperation) -> _Check:
        return _Check(operation.operation_id, self.next_app, self._checked)


class _HandleApi(RoutedAPI[_Handle]):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.add_paths()

    def make_operation(self, operation: AbstractOperation) -> _Handle:
        return _Handle(operation.operation_id)


class _Checks(RoutedMiddleware[_CheckApi]):
    api_cls = _CheckApi


class _Handlers(RoutedMiddleware[_HandleApi]):
    api_cls = _HandleApi


class _NoFunction(Resolver):
    """Operations are found by their id and not by the name of a Python function."""

    def resolve(self, operation: AbstractOperation) -> Resolution:
        return Resolution(_unused, operation.operation_id)


async def _unused() -> None:
    """Stand in for the function that Connexion wants each operation to have."""


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what reaches no operation."""
    del scope, receive, send
    raise HTTPException(404)


async def _answer_error(request: ConnexionRequest, error: Exception) -> ConnexionResponse:
    reply = _error(request.scope[CALL], error)
    body, headers = http.content(reply)
    return ConnexionResponse(status_code=reply.status, body=body, headers=headers)


def _error(call: Call, error: Exception) -> Reply:
    return call.refused(as_refusal(error, f"{call.method} {call.path}"))


def as_refusal(error: Exception, request: str = "") -> Refusal:
    """Return what went wrong as a refusal; what is nobody's fault but ours goes to the log."""
    if isinstance(error, Refusal):
        return error
    status = getattr(error, "status_code", getattr(error, "status", 500))
    kind = _KINDS.get(status) if isinstance(error, HTTPException | ProblemException) else None
    if kind is None:
        log.error("%s failed", shown(request), exc_info=error)
        return refusal(Kind.BROKEN, "The server failed; its log says why")
    return refusal(kind, str(getattr(error, "detail", kind.value)).partition("\n")[0].rstrip("."))


def _check_handlers(api: Api, checked: Contract) -> None:
    handlers = api.behaviour().handlers
    absent = [one for one in checked.operations if not hasattr(handlers, snake_case(one))]
    if absent:
        raise LookupError(f"{api.name} has no handlers for the operations {', '.join(absent)}.")


_PLAIN = [ExceptionMiddleware, RoutingMiddleware, SecurityMiddleware, _Checks]


@functools.cache
def _plain(api: Api) -> ConnexionMiddleware:
    """Return an application that takes Connexion's own way from a request to its operation."""
    app = _connexion(api, _Handlers(_nothing), _PLAIN)
    for kind in (ProblemException, HTTPException, Exception):
        app.add_error_handler(kind, _answer_error)
    return app


async def plain(call: Call, scope: Scope, receive: Receive) -> Written:
    """Return the answer to a call, found in Connexion's own way."""
    # Starlette may ask for its task, which there is none of yet (`one_turn`).
    await asyncio.sleep(0)
    scope[CALL], scope["method"], scope["path"] = call, call.method, call.path
    return await http.sent_by(_plain(call.world.api), scope, receive)


async def prepared(call: Call, scope: Scope, receive: Receive) -> Written:
    """Return the answer to a call by the plan of its operation."""
    del scope, receive
    try:
        plan = _PLANS[call.world.api][call.operation]
    except KeyError:
        plan = (await planned(call.world.api))[call.operation]
    try:
        return plan(call)
    except Exception as error:
        return http.written(_error(call, error))


# The plans of each API, made at its first request and shared by all its worlds.
_PLANS: dict[Api, dict[str, Plan]] = {}


async def planned(api: Api) -> dict[str, Plan]:
    """Return the plans of an API, which Connexion has its operations made into.

    Raises:
        LookupError: an operation has no handler.
    """
    plans: dict[str, Plan] = {}
    await _connexion(api, _nothing, [collecting(plans)])({"type": "http"}, None, None)
    _PLANS[api] = plans
    return plans


def _connexion(api: Api, app: Any, middlewares: list[Any]) -> ConnexionMiddleware:
    """Return Connexion with the spec of an API.

    Raises:
        LookupError: an operation has no handler.
    """
    checked = contract(api.name)
    _check_handlers(api, checked)
    made = ConnexionMiddleware(
        app,
        import_name=__name__,
        middlewares=middlewares,
        resolver=_NoFunction(),
        security_map=dict.fromkeys(("bearer", "basic", "apiKey"), _Authenticator),
    )
    register(made, checked, plain=middlewares is _PLAIN)
    return made
