"""The yardstick: Starlette and orjson, with the records in dictionaries, and nothing else.

Neither credentials nor what is sent are examined; filters, search and order are not worked out: what
they find was put together before. Every answer is written anew from its records.
"""

from __future__ import annotations

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.benchmarks.prepared import Store, serve


def application(store: Store) -> Starlette:
    """Return an application that answers from a store."""

    def answer(content: object, status: int = 200) -> Response:
        return Response(orjson.dumps(content), status, media_type="application/json")

    async def read(request: Request) -> Response:
        query = request.scope["query_string"].decode()
        path = request.scope["path"]
        return answer(store.read(f"{path}?{query}" if query else path))

    async def create(request: Request) -> Response:
        body = orjson.loads(await request.body())
        return answer(store.create(request.scope["path"], body), 201)

    async def change(request: Request) -> Response:
        return answer(store.change(request.scope["path"]))

    async def act(request: Request) -> Response:
        body = orjson.loads(await request.body())
        return answer(store.act(request.scope["path"], body))

    async def clear(request: Request) -> Response:
        store.clear()
        return Response(status_code=204)

    return Starlette(
        routes=[
            Route("/api/clients", read),
            Route("/api/clients", create, methods=["POST"]),
            Route("/api/clients/search", read),
            Route("/api/clients/{id:int}", read),
            Route("/api/contacts/{id:int}/primary", change, methods=["PUT"]),
            Route("/api/v1/clients", read),
            Route("/api/v1/clients/bulk", act, methods=["POST"]),
            Route("/api/v3/clients.json", read),
            Route("/clear", clear, methods=["POST"]),
        ]
    )


if __name__ == "__main__":
    serve(application)
