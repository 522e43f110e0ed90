"""Applications of either kind, ASGI or WSGI, called in process for as long as a run takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import httpx

from conformance.transport import AsgiTransport

Interface = Literal["asgi", "wsgi"]
_ARGUMENTS: dict[Interface, int] = {"asgi": 3, "wsgi": 2}


class UnknownApplication(TypeError):
    """What was given is neither an ASGI nor a WSGI application, or could be either."""


def interface_of(app: Callable[..., Any]) -> Interface:
    """Return which kind of application this is: ASGI ones take three arguments, WSGI ones two.

    Raises:
        UnknownApplication: it takes neither, or either, number of arguments.
    """
    if not callable(app) or inspect.isclass(app):
        raise UnknownApplication(f"{app!r} is no application that can be called")
    if inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(type(app).__call__):
        return "asgi"
    fitting = [kind for kind, count in _ARGUMENTS.items() if _takes(app, count)]
    if len(fitting) != 1:
        raise UnknownApplication(
            f"{app!r} does not show whether it is an ASGI or a WSGI application:"
            ' say interface="asgi" or interface="wsgi"'
        )
    return fitting[0]


def _takes(app: Callable[..., Any], count: int) -> bool:
    try:
        inspect.signature(app).bind(*[None] * count)
    except (TypeError, ValueError):
        return False
    return True


class Application(httpx.BaseTransport):
    """A transport to an application that outlives the clients which use it.

    An exception that the application lets out is answered as a server would: with status 500.
    """

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the application's answer, complete.

        Raises:
            httpx.HTTPError: there was none.
        """
        try:
            return self._transport.handle_request(request)
        except httpx.HTTPError:
            raise
        except Exception as error:
            text = f"the application let out {type(error).__name__}: {error}"
            return httpx.Response(500, text=text)


@contextmanager
def serving(app: Callable[..., Any], interface: Interface | None = None) -> Iterator[Application]:
    """Yield a transport to an application; one of ASGI is started before and ended after.

    Raises:
        UnknownApplication: it is not clear which kind it is.
        LifespanFailed: it says that it could not start, or not end in order.
    """
    if (interface or interface_of(app)) == "wsgi":
        yield Application(httpx.WSGITransport(app, raise_app_exceptions=False))
        return
    transport = AsgiTransport(app)
    try:
        transport.start()
        yield Application(transport)
        transport.stop()
    finally:
        transport.close()
