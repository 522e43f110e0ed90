from __future__ import annotations

import copy
from typing import Any

import pytest

from mockserver import data
from mockserver.api import apis
from mockserver.contract import Contract, contract
from mockserver.plans import snake_case


@pytest.mark.parametrize("name", apis())
def test_every_operation_has_a_handler_and_every_handler_an_operation(name: str) -> None:
    wanted = {snake_case(operation) for operation in contract(name).operations}
    handlers = apis()[name].behaviour().handlers
    assert all(callable(getattr(handlers, one)) for one in wanted)


def test_a_literal_path_wins() -> None:
    found = contract("infranotes")
    assert found.methods("/clients/search") == {"GET": "searchClients"}
    assert sorted(found.methods("/clients/7") or {}) == ["DELETE", "GET", "PUT"]
    assert found.methods("/clients/7/nothing") is None
    assert found.methods("/clients/") is None


def test_one_id_for_two_operations_is_refused() -> None:
    spec: Any = copy.deepcopy(data.specification("infranotes"))
    spec["paths"]["/clients"]["get"]["operationId"] = "createClient"
    with pytest.raises(ValueError, match="createClient"):
        Contract(spec)
