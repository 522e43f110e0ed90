"""Generated requests for every operation: valid ones are accepted, ones of wrong types refused.

What comes back is examined by Schemathesis' checks; each failure is told as the requirement that it
breaks, one for each answer, the gravest.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

from schemathesis import Case
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.openapi.checks import (
    JsonSchemaError,
    MissingContentType,
    UndefinedContentType,
    UndefinedStatusCode,
)

from conformance import catalogue, expect, generation
from conformance.checks import Check
from conformance.client import Answer
from conformance.driver import Driver
from conformance.expect import Violation
from conformance.explore import explore
from conformance.generation import Generation, Judgement
from conformance.schema_words import Mismatch

# An answer with this status says nothing but that it has to be asked again later.
TOO_MANY = 429


def checks(api: str) -> Iterator[Check]:
    """Yield the checks of every operation of a spec: valid input, and where it has a body, invalid."""
    rules: Generation = importlib.import_module(f"conformance.{api}.generation").GENERATION
    for operation in catalogue.load(api).operations:
        if operation in rules.apart:
            continue
        yield _check(api, operation, rules, valid=True)
        if generation.has_body(api, operation):
            yield _check(api, operation, rules, valid=False)


def _check(api: str, operation: str, rules: Generation, *, valid: bool) -> Check:
    def run(driver: Driver) -> None:
        _examine(driver, api, operation, rules, valid=valid)

    judgement = rules.judgement
    answers = [
        judgement.error_status,
        judgement.error_form,
        judgement.server_error,
        judgement.media_type,
    ]
    if valid:
        shape = [judgement.shapes[operation]] if operation in judgement.shapes else []
        answers += [*shape, judgement.accepted, judgement.success_status]
    else:
        answers.append(judgement.refused)
    kind = "valid" if valid else "wrongly_typed"
    examined = tuple(sorted({one for one in answers if one is not None}))
    return Check(f"schema:{kind}_input_of_{operation}", examined, run, long=not valid)


def _examine(driver: Driver, api: str, operation: str, rules: Generation, *, valid: bool) -> None:
    driver.scene.separately = True
    path = rules.arrange(driver, operation)
    repeatable = generation.has_input(api, operation)
    # Invalid input is three times as dear to generate, and one wrong type is much like another.
    wanted = driver.target.examples if valid else driver.target.examples // 2 + 1
    examples = wanted if repeatable else 1
    cases = (
        generation.valid_cases(api, operation, path, rules.plausible)
        if valid
        else generation.invalid_cases(api, operation, path, examples, driver.target.seed)
    )

    def examine(case: Case[Any]) -> None:
        if valid:
            case.body = rules.adapt(driver, operation, path, case.body)
        answer = generation.send(driver, operation, case)
        judge(rules.judgement, operation, case, answer, valid=valid)

    explore(driver, cases, examine, examples)


def judge(
    judgement: Judgement, operation: str, case: Case[Any], answer: Answer, *, valid: bool
) -> None:
    """Expect of an answer what the spec says; the first expectation that fails is reported.

    Raises:
        Violation: of the requirement that the answer breaks.
    """
    kind = "valid" if valid else "wrongly typed"
    if answer.status == TOO_MANY:
        return
    expect.that(answer.status < 500, "no 5xx status", answer.summary, judgement.server_error)
    if valid:
        expect.that(answer.ok, f"{kind} input to be accepted", answer.summary, judgement.accepted)
        documented = answer.status in judgement.successes
        wanted = " or ".join(map(str, judgement.successes))
        expect.that(documented, f"status {wanted}", answer.summary, judgement.success_status)
    elif judgement.refused is not None:
        expect.that(not answer.ok, f"{kind} input to be refused", answer.summary, judgement.refused)
        _passes(case, answer, "status_code_conformance", judgement.error_status)
    if answer.response.content:
        _passes(case, answer, "content_type_conformance", judgement.media_type)
    shape = judgement.shapes.get(operation) if valid else None
    body = shape if answer.ok else judgement.error_form
    _passes(case, answer, "response_schema_conformance", body)


def _passes(case: Case[Any], answer: Answer, name: str, requirement: str | None) -> None:
    if requirement is None:
        return
    load_all_checks()
    try:
        examine: Any = CHECKS.get_one(name)
        case.validate_response(answer.response, checks=[examine])
    except (FailureGroup, Failure) as failure:
        parts = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
        raise _told(parts[0], answer, requirement) from None


def _told(failure: Any, answer: Answer, requirement: str) -> Violation:
    """Return what a failure of Schemathesis says, as one sentence of ours."""
    if isinstance(failure, JsonSchemaError):
        keyword = str(failure.schema_path[-1])
        place = tuple(failure.instance_path)
        mismatch = Mismatch(keyword, failure.schema, place, failure.instance)
        violation = expect.violation(mismatch.expected, mismatch.seen(answer.status), requirement)
        violation.place = mismatch.at or None
        return violation
    if isinstance(failure, UndefinedStatusCode):
        documented = " or ".join(failure.defined_status_codes)
        return expect.violation(f"status {documented}", answer.summary, requirement)
    if isinstance(failure, (UndefinedContentType, MissingContentType)):
        seen = f"{answer.media_type or 'no media type'} on status {answer.status}"
        return expect.violation("media type application/json", seen, requirement)
    return expect.violation("an answer as in the spec", answer.summary, requirement)
