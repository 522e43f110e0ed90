"""Who is let in: every operation needs a valid bearer token."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.client import Answer, Credential
from conformance.expect import Skipped
from conformance.infranotes import tokens
from conformance.infranotes.driver import Call, Driver
from conformance.infranotes.errors import error_form


def _token(api: Driver) -> str:
    if api.credential is None:
        raise Skipped("needs a credential (--token)")
    return api.credential.value


def _not_let_in(answer: Answer, who: str) -> None:
    seen = f"{answer.exchange.operation} answers {answer.summary}"
    expect.that(answer.status == 401, f"status 401 {who}", seen)


def _refuses(api: Driver, credential: Credential) -> None:
    """Try a read and a write, each of which a valid token may do."""
    body = api.client_body()
    _not_let_in(
        api.call("listClients", query={"limit": 1}, credential=credential), "for this token"
    )
    _not_let_in(api.call("createClient", json=body, credential=credential), "for this token")


@check("INF-AUTH-01")
def no_operation_answers_a_stranger(api: Driver) -> None:
    for call in api.each(api.every_call()):
        _not_let_in(api.perform(call, credential=None), "without credentials")


@check("INF-AUTH-02")
def only_a_bearer_token_opens(api: Driver) -> None:
    token = _token(api)
    headers = (f"Basic {token}", "Bearer", "Bearer not-a-token", "Bearer a.b.c", token)
    for header in api.each(headers):
        answer = api.call(
            "listClients",
            query={"limit": 1},
            credential=None,
            headers={"authorization": header},
        )
        _not_let_in(answer, f"for an Authorization that starts with {header[:14]!r}")


@check("INF-AUTH-03")
def a_token_without_its_signature_is_refused(api: Driver) -> None:
    _refuses(api, tokens.without_signature(_token(api)))


@check("INF-AUTH-03")
def a_token_with_another_signature_is_refused(api: Driver) -> None:
    _refuses(api, tokens.with_other_signature(_token(api)))


@check("INF-AUTH-03")
def a_token_with_other_claims_is_refused(api: Driver) -> None:
    _refuses(api, tokens.with_other_claims(_token(api)))


@check("INF-AUTH-04")
def an_unsigned_token_is_refused(api: Driver) -> None:
    for algorithm in ("none", "None", "NONE"):
        _refuses(api, tokens.unsigned(_token(api), algorithm))


@check("INF-AUTH-05")
def an_expired_token_is_refused(api: Driver) -> None:
    _refuses(api, tokens.expired(_token(api), api.target.secret))


@check("INF-AUTH-06")
def strangers_do_not_learn_what_exists_or_is_valid(api: Driver) -> None:
    invalid = Call("createClient", {}, body={"type": "partner"})
    for call in api.each((*api.absent_calls(), invalid)):
        status = 400 if call is invalid else 404
        _not_let_in(api.perform(call, credential=None), f"before {status}")


@check("INF-ERROR-02")
def a_stranger_is_told_in_the_documented_form(api: Driver) -> None:
    for call in api.each(api.every_call()):
        answer = api.perform(call, credential=None)
        if not answer.ok:
            error_form(answer)
