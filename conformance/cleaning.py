"""Finds what earlier runs left on a server, because they were killed, and removes it when asked to."""

from __future__ import annotations

from conformance.driver import Created, Driver
from conformance.session import Session
from conformance.target import Target


def _drivers(session: Session) -> list[Driver]:
    driver = session.driver("cleaning")
    return [driver, driver.other] if session.target.other_token else [driver]


def leftovers(target: Target, *, thoroughly: bool) -> list[Created]:
    """Return the records on a server that bear the suite's mark, of all users whose token is known.

    Where `thoroughly` is false, a few requests have to do.

    Raises:
        CannotTell: the server does not answer as it should.
    """
    session = Session(target)
    try:
        return [
            found
            for driver in _drivers(session)
            for found in driver.leftovers(thoroughly=thoroughly)
        ]
    finally:
        session.close()


def remove(target: Target, records: list[Created]) -> list[Created]:
    """Remove records, and return those that could not be removed."""
    session = Session(target)
    try:
        driver = session.driver("cleaning")
        driver.scene.created.extend(records)
        driver.clean_up()
        return driver.scene.left
    finally:
        session.close()
