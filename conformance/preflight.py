"""A first look at a target: a wrong URL or token is told in one sentence, not in a hundred failures."""

from __future__ import annotations

from conformance import catalogue
from conformance.client import Answer
from conformance.expect import CannotTell, CredentialRefused, Violation
from conformance.formats.markup import visible
from conformance.session import Session
from conformance.target import Target


def title(target: Target) -> str:
    """Return the headline of a run."""
    name = catalogue.load(target.api).title
    return f"{name} at {target.shown_url}, profile {target.profile}, seed {target.seed}"


def problem(target: Target) -> str | None:
    """Return why a run would be pointless, None where nothing speaks against it."""
    if not target.url.startswith(("http://", "https://")):
        return f"--url must start with http:// or https://, not {target.shown_url!r}"
    session = Session(target)
    found = _problem(session)
    return None if found is None else visible(session.mask.sentence(found))


def _problem(session: Session) -> str | None:
    try:
        answer = session.driver("preflight").greet()
    except CredentialRefused:
        return f"the credential was refused by {session.client.base_url}: is --token right?"
    except CannotTell as error:
        return f"{session.target.url} cannot be reached: {error}"
    finally:
        session.close()
    return _objection(answer, session)


def _objection(answer: Answer, session: Session) -> str | None:
    where = session.client.base_url
    if answer.media_type == "text/html":
        return (
            f"{where} answers with a web page, not with the API (status {answer.status});"
            " is --url right, and does --base-path fit?"
        )
    if answer.status in (401, 403):
        return f"a credential is needed (status {answer.status} from {where}): give --token"
    if answer.status == 404:
        return f"{where} does not have this API (status 404); is --url right, and does --base-path fit?"
    try:
        _ = answer.json
    except Violation:
        return f"{where} does not answer with JSON: {answer.summary}"
    return None
