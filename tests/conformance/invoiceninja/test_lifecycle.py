"""What the suite does to clients: only to its own, and only as far as it was given the means."""

from __future__ import annotations

from dataclasses import replace

from conformance import catalogue
from conformance.invoiceninja.machine import REQUIREMENTS
from conformance.outcome import Outcome
from conformance.run import run
from tests.conformance.invoiceninja.scenes import API, Changed, results, scene, state

GRAVE = ("NIN-BULK", "NIN-DELETE", "NIN-MERGE", "NIN-PURGE", "NIN-UPLOAD")


def _grave() -> tuple[str, ...]:
    return tuple(one for one in catalogue.load(API).requirements if one.startswith(GRAVE))


def test_nobody_elses_client_is_touched() -> None:
    target = scene(*_grave(), profile="observed")
    before = state(target)
    found = results(target)
    after = state(target)
    assert {one.outcome for one in found} == {Outcome.PASSED}
    for table in ("clients", "contacts", "documents"):
        known = {row["id"]: row for row in before[table]}
        kept = [row for row in after[table] if row["id"] in known]
        assert kept == before[table]


def test_clients_of_the_user_with_the_password_are_purged() -> None:
    target = scene("NIN-BULK-01", "NIN-DELETE-03", "NIN-MERGE-01")
    before = state(target)["clients"]
    results(target)
    assert state(target)["clients"] == before


def test_without_a_password_nothing_is_purged_or_merged() -> None:
    target = replace(scene("NIN-PURGE-02", "NIN-PURGE-04", "NIN-MERGE-01"), password=None)
    told = {
        one.requirements[0]: one.outcome for one in results(target) if len(one.requirements) == 1
    }
    assert told == {
        "NIN-PURGE-02": Outcome.PASSED,
        "NIN-PURGE-04": Outcome.SKIPPED,
        "NIN-MERGE-01": Outcome.SKIPPED,
    }


def test_a_password_that_may_be_remembered_is_not_asked_for() -> None:
    (result,) = results(replace(scene("NIN-PURGE-01"), other_token=None))
    assert result.outcome is Outcome.SKIPPED
    assert "other-token" in str(result.reason)


def test_without_clients_there_are_no_balances_and_groups() -> None:
    for requirement in ("NIN-FILTER-05", "NIN-FILTER-31", "NIN-SORT-04"):
        (result,) = results(scene(requirement, data="empty"))
        assert result.outcome is Outcome.SKIPPED
        assert "on the server" in str(result.reason)


def _deletes(body: object) -> object:
    """Take every bulk action for a deletion."""
    return body | {"action": "delete"} if isinstance(body, dict) and "action" in body else body


def test_a_sequence_that_leads_astray_is_short() -> None:
    target = scene(*REQUIREMENTS)
    assert target.app is not None
    report = run(
        replace(target, app=Changed(target.app, _deletes), examples=10, shrink_seconds=5.0)
    )
    astray = [one for one in report.results if one.check.startswith("sequences:")]
    (finding,) = [one for one in astray[0].findings if one.requirement == "NIN-BULK-02"]
    assert len(finding.exchanges) <= 5
