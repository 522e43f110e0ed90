"""The control surface, `/_mock/…`, as its own `openapi.yaml` describes it. Its errors are problem+json."""

from __future__ import annotations

import hmac
import inspect
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from mockserver import documentation, http
from mockserver.answers import Reply
from mockserver.control import about, again, guard, journal, pages, records, states, switching
from mockserver.control.asking import Action, Answer, Asked, ControlError, Route, Stream, problem
from mockserver.http import App, Receive, Scope, Send
from mockserver.workspaces import WorkspaceNameError, Workspaces

TOKEN_HEADER = "x-mock-token"  # noqa: S105 - the name of a header

# The control surface takes whole states.
MOST_BODY = 64 * 1024 * 1024

ROUTES: tuple[Route, ...] = (
    *(*about.ROUTES, *states.ROUTES, *records.ROUTES),
    *(*journal.ROUTES, *again.ROUTES, *switching.ROUTES),
)
OPEN = ("/health",)  # what needs no token, and whoever may ask for it

# What is told here is for nobody else to keep, to show or to guess the kind of.
ON_EVERY_ANSWER = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Control:
    """Answers requests to the control surface."""

    def __init__(
        self,
        workspaces: Workspaces,
        token: str | None = None,
        allowed_hosts: Collection[str] | None = None,
    ) -> None:
        self._workspaces = workspaces
        self._token = token
        self._allowed_hosts = allowed_hosts
        self._routes = [(method, path, _pattern(path), action) for method, path, action in ROUTES]

    async def answer(
        self, app: App, scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send
    ) -> None:
        """Answer a request to the control surface of a mock, as ASGI demands."""
        path = scope["path"].removeprefix("/_mock")
        try:
            answer = self._objection(path, scope["method"], headers) or await self._answer(
                path,
                Asked(
                    self._workspaces,
                    scope["method"],
                    http.query_of(scope),
                    headers,
                    await http.body_of(receive, MOST_BODY),
                    app,
                    scope.get("scheme", "http"),
                ),
            )
        except http.BodyTooLargeError:
            answer = http.problem(413, f"The body is larger than {MOST_BODY} bytes.")
        except http.DisconnectedError:
            return
        if isinstance(answer, Stream):
            await http.send_stream(answer.parts, answer.kind, receive, send)
        else:
            headers_too = {**ON_EVERY_ANSWER, **answer.headers}
            await http.send_reply(replace(answer, headers=headers_too), send)

    def _objection(self, path: str, method: str, headers: Mapping[str, str]) -> Reply | None:
        """Return the refusal of what a foreign page may have sent; none can know the token."""
        if path in OPEN or (self._token is not None and self._is_allowed(headers)):
            return None
        said = guard.objection(method, headers, self._allowed_hosts)
        return http.problem(403, said) if said else None

    async def _answer(self, path: str, asked: Asked) -> Answer:
        allowed = self._is_allowed(asked.headers)
        worlds = list(self._workspaces.default.worlds.values())
        if asked.method in ("GET", "HEAD") and (
            page := pages.page(path, asked) or documentation.page(path, worlds, trusted=allowed)
        ):
            return page
        if path not in OPEN and not allowed:
            return http.problem(
                401, "The header X-Mock-Token must carry what --control-token says."
            )
        for action, parameters in self._actions(path, asked.method):
            return await _done(action, asked, parameters)
        return self._not_found(asked.method, path)

    def _is_allowed(self, headers: Mapping[str, str]) -> bool:
        given = headers.get(TOKEN_HEADER, "")
        return self._token is None or hmac.compare_digest(given.encode(), self._token.encode())

    def _actions(self, path: str, method: str) -> Iterator[tuple[Action, dict[str, str]]]:
        wanted = "GET" if method == "HEAD" else method
        for verb, _, pattern, action in self._routes:
            if verb == wanted and (found := pattern.fullmatch(path)):
                yield action, found.groupdict()

    def _not_found(self, method: str, path: str) -> Reply:
        allowed = sorted(verb for verb, _, pattern, _ in self._routes if pattern.fullmatch(path))
        if not allowed:
            known = ", ".join(sorted({f"/_mock{place}" for _, place, _ in ROUTES}))
            return http.problem(404, f"There is nothing at /_mock{path}; there are {known}.")
        answer = http.problem(405, f"/_mock{path} takes {', '.join(allowed)}, not {method}.")
        return Reply(answer.body, 405, {**answer.headers, "Allow": ", ".join(allowed)})


async def _done(action: Action, asked: Asked, parameters: dict[str, str]) -> Answer:
    try:
        found = action(replace(asked, parameters=parameters))
        return await found if inspect.isawaitable(found) else found
    except ControlError as error:
        return problem(error)
    except WorkspaceNameError as error:
        return http.problem(400, str(error))


def _pattern(path: str) -> re.Pattern[str]:
    """Return what matches the paths that a template such as `/requests/{id}` stands for."""
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))
