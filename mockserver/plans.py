# mypy: disable-error-code="import-untyped, misc"
# Connexion has no type information: what is made of its classes is of any type.
"""What an operation needs, prepared once, where Connexion would find it anew for every request.

Connexion reads and resolves the specs and says which operations there are, and which are protected.
Its own way from a request to an operation costs more than everything that the operation does:

- its routers look for the path once more, which is known already (`Contract.find`);
- its security handlers are made for schemes of any kind, while here the API itself decides who asks;
- its exception middleware wraps every request in two others, whether anything goes wrong or not.

`--plain-connexion` takes that way instead; `tests/mockserver/test_plain.py` holds both to the same
answers, and says so when another version of Connexion no longer fits.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import Any

from mockserver import http
from mockserver.answers import Refusal, Reply
from mockserver.besides import all_told
from mockserver.call import Call
from mockserver.contract import Contract
from mockserver.http import Receive, Scope, Send, Written
from mockserver.kept_answers import KeptAnswers

with warnings.catch_warnings():
    # Connexion uses what other libraries call outdated; nobody who runs a mock can help it.
    warnings.simplefilter("ignore")
    from connexion.middleware.abstract import RoutedAPI, SpecMiddleware
    from connexion.operations import AbstractOperation
    from connexion.spec import Specification

# Where a request carries its call.
CALL = "mockserver.call"


class Plan:
    """From a call to the answer of one operation. Nothing is awaited, so it is done as a whole."""

    __slots__ = ("_answers", "_handler", "_operation", "_protected")

    def __init__(self, operation: AbstractOperation, checked: Contract) -> None:
        self._operation = checked.operations[operation.operation_id]
        self._handler = snake_case(operation.operation_id)
        self._protected = bool(operation.security)
        self._answers = KeptAnswers() if operation.method == "get" else None

    def __call__(self, call: Call) -> Written:
        """Return the answer.

        Raises:
            Refusal: the request is refused.
        """
        behaviour = call.behaviour
        if self._protected:
            call.principal = behaviour.access.authenticate(call)
        if self._answers is None or call.raw or behaviour.views.memory.is_off:
            return http.written(self._asked(call))
        # Nothing else reaches a handler, and who asks is told by the headers.
        asked, headers = (call.path, tuple(call.query.items())), call.headers
        state = call.state
        answers = self._answers.of(state, behaviour, call.world.settings)
        known = answers.get(asked, headers)
        if known is not None:
            call.before = state
            return known
        reply = self._asked(call)
        made = http.written(reply)
        if not reply.varies and call.state is state:
            answers.add(asked, headers, made)
        return made

    def _asked(self, call: Call) -> Reply:
        handle: Callable[[Call], Reply] = getattr(call.behaviour.handlers, self._handler)
        try:
            call.behaviour.gate.read(call, self._operation)
        except Refusal as refused:
            raise all_told(refused, call, handle) from None
        call.before = call.state
        return handle(call)


class _PlanApi(RoutedAPI[Plan]):
    def __init__(
        self, specification: Specification, *arguments: Any, checked: Contract, **options: Any
    ) -> None:
        super().__init__(specification, *arguments, **options)
        self._checked = checked
        self.add_paths()

    def make_operation(self, operation: AbstractOperation) -> Plan:
        return Plan(operation, self._checked)


def collecting(plans: dict[str, Plan]) -> type[SpecMiddleware]:
    """Return a middleware that makes a plan of each operation that Connexion tells it of.

    Connexion does so when it is called for the first time; nothing else is asked of it.
    """

    class Plans(SpecMiddleware):
        """Takes the operations in."""

        def __init__(self, app: Any) -> None:
            self._app = app

        def add_api(self, specification: Specification, **options: Any) -> Any:
            api = _PlanApi(specification, next_app=self._app, **options)
            plans.update(api.operations)
            return api

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            """Answer nothing: whoever calls wants plans."""

    return Plans


def snake_case(operation_id: str) -> str:
    """Return the name of the handler of an operation: `create_client` for `createClient`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation_id).lower()
