"""What a mock keeps is bounded, and what is beyond is refused as a whole, with a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver import build
from mockserver.api import api, apis
from mockserver.limits import Limits
from mockserver.store import records
from tests.mockserver.calling import Caller, client_body, token

MOST = 3
# How each API creates a client, with its body and the status of success.
CREATE: dict[str, tuple[str, Any, int]] = {
    "infranotes": ("/api/clients", client_body(), 201),
    "invoiceninja": ("/api/v1/clients", {"contacts": [{"email": "a@example.com"}]}, 200),
    "infakt": ("/v3/clients.json", {"client": {"company_name": "A", "country": "PL"}}, 201),
}


def _limited(name: str, most: int = 1000) -> Caller:
    one = api(name)
    request = build.Request((name,), data="empty", limits=Limits(max_records=most))
    app = build.server(request)
    world = app.worlds[0]
    credential = (
        token()
        if name == "infranotes"
        else one.credential(2, world.settings, world.clock.now(), 60.0)
    )
    return Caller(app, one.headers(credential))


@pytest.mark.parametrize("name", apis())
def test_more_records_than_are_allowed_are_refused(name: str) -> None:
    path, body, created = CREATE[name]
    call = _limited(name, records(_limited(name).app.worlds[0].store.state) + 6)
    answers = [call("POST", path, body) for _ in range(10)]
    statuses = [one.status_code for one in answers]
    taken = statuses.count(created)
    assert 2 <= taken <= 6
    assert statuses == [created] * taken + [507] * (10 - taken)
    assert "--max-records" in str(answers[-1].json()) or name == "infakt"
    assert call("GET", "/_mock/requests").json()["requests"][0]["verdict"] == "refused"


def test_what_is_refused_for_want_of_room_has_changed_nothing() -> None:
    call = _limited("infranotes", MOST)
    for _ in range(MOST):
        client = call("POST", "/api/clients", client_body()).json()
    before = call("GET", "/_mock/state").json()
    assert call("POST", "/api/clients", client_body()).status_code == 507
    assert call("GET", "/_mock/state").json() == before
    place = f"/api/clients/{client['id']}"
    assert call("PUT", place, {"name": "Changed"}).status_code == 200
    assert call("DELETE", place).status_code in (200, 204)
    assert call("POST", "/api/clients", client_body()).status_code == 201


def test_a_state_with_too_many_records_is_not_taken_in() -> None:
    call, large = _limited("infranotes", MOST), _limited("infranotes")
    for _ in range(MOST + 1):
        large("POST", "/api/clients", client_body())
    answer = call("PUT", "/_mock/state", large("GET", "/_mock/state").json())
    assert (answer.status_code, "(--max-records)" in answer.json()["detail"]) == (507, True)
    assert call("GET", "/api/clients").json() == []
