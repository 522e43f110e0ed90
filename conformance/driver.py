"""How a check speaks with an implementation: calls by operation id, scenes that are cleaned up.

Knows no API: `conformance/<api>/driver.py` adds how to authenticate and what to create.
"""

from __future__ import annotations

import re
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self, TypeVar
from urllib.parse import quote

from conformance.catalogue import Catalogue, Operation
from conformance.client import Answer, Client, Credential, encoded
from conformance.exchange import Exchange
from conformance.expect import CannotTell, CredentialRefused, Skipped, Violation
from conformance.target import Target

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# The statuses that say that a record is not there (any more).
GONE = (404, 410)
# What every record that the suite creates is named by, so that people recognise leftovers.
MARK = "conformance"
_MARKED = re.compile(rf"\b{MARK}-[0-9a-f]+-[0-9a-f]{{8}}-\d+x\b")

_UNSET: Any = object()
T = TypeVar("T")


@dataclass(frozen=True)
class Removal:
    """How a record that an operation created is removed: the operation, and its path parameter.

    `inside` marks records that live inside another one of the scene, and are expected to go with it.
    """

    operation: str
    parameter: str
    inside: bool = False


@dataclass(frozen=True)
class Created:
    """A record on the server that the suite made, and has to remove as the user who made it."""

    removal: Removal
    id: Any
    owner: Credential | None

    def __str__(self) -> str:
        """Return what has to be called to remove it by hand."""
        return f"{self.removal.operation} {self.id}"


@dataclass
class Scene:
    """What belongs to one check: its exchanges, what it created, and the names that it gave away.

    With `separately`, each answer is examined by itself: of a finding, only the exchanges matter that
    the records of the last one come from.
    """

    check: str
    seed: int
    exchanges: list[Exchange] = field(default_factory=list)
    created: list[Created] = field(default_factory=list)
    left: list[Created] = field(default_factory=list)
    names: int = 0
    separately: bool = False

    @property
    def key(self) -> int:
        """A number that is the same in every run for this check and seed."""
        return zlib.crc32(f"{self.seed}:{self.check}".encode())

    def name(self) -> str:
        """Return a name that no other record has, recognisably the suite's: one word, lower case.

        None of them is a part of another, so that a search for one finds just that.
        """
        self.names += 1
        return f"{MARK}-{self.seed:x}-{self.key:08x}-{self.names}x"


@dataclass(frozen=True)
class Driver(ABC):
    """One user's view of the implementation, within one scene."""

    connection: Client
    target: Target
    catalogue: Catalogue
    scene: Scene
    credential: Credential | None

    REMOVALS: ClassVar[Mapping[str, Removal]] = {}
    GONE: ClassVar[tuple[int, ...]] = GONE

    # What an API's driver provides.

    @abstractmethod
    def authorization(self, credential: Credential) -> dict[str, str]:
        """Return the headers that carry a credential."""

    @abstractmethod
    def greet(self) -> Answer:
        """Make the simplest call that needs a credential and changes nothing."""

    @abstractmethod
    def leftovers(self, *, thoroughly: bool) -> list[Created]:
        """Return the records of this user that bear the suite's mark; in few requests if asked to."""

    @abstractmethod
    def at_least(self, number: int, *, alone: bool = False) -> None:
        """See to it that the list has so many records, besides those that other checks made.

        With `alone`, so many are made that nobody else knows of and might remove.
        """

    def created_id(self, answer: Answer) -> Any:
        """Return the id of the record that a successful answer tells of, None where it tells none."""
        body = _parsed(answer)
        return body.get("id") if isinstance(body, Mapping) else None

    def removal(self, operation: str | None, _owner: Credential | None) -> Removal | None:
        """Return how its owner removes what an operation created, None where it creates nothing."""
        return self.REMOVALS.get(operation or "")

    def denies(self, answer: Answer) -> bool:
        """Whether an answer to a call with the run's credential says that this is not accepted."""
        return answer.status == 401

    # Calls.

    def call(
        self,
        operation: str,
        path: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, Any] | None = None,
        json: Any = _UNSET,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        credential: Credential | None = _UNSET,
    ) -> Answer:
        """Call an operation of the spec by its id and return the answer, whatever it is.

        `credential=None` sends none. What a success created is remembered, and removed when the
        scene ends.

        Raises:
            CannotTell: no answer came, or the credential of the run was refused.
            Skipped: the run is read-only and the operation is not.
        """
        called = self.catalogue.operations[operation]
        return self.send(
            called.method,
            filled(called, path or {}),
            operation=operation,
            query=query,
            content=content if json is _UNSET else encoded(json),
            headers=headers,
            credential=credential,
        )

    def send(
        self,
        method: str,
        path: str,
        *,
        operation: str | None = None,
        query: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        credential: Credential | None = _UNSET,
    ) -> Answer:
        """Send any request below the base path; see `call`."""
        if self.target.read_only and method not in SAFE_METHODS:
            raise Skipped("the run is read-only, and this needs to write")
        used = self.credential if credential is _UNSET else credential
        sent = {"content-type": "application/json"} if content is not None else {}
        sent |= self.authorization(used) if used is not None else {}
        sent |= headers or {}
        shown = {used.value: used.shown} if used is not None else None
        answer = self.connection.send(
            operation, method, path, query=query, headers=sent, content=content, shown=shown
        )
        self.scene.exchanges.append(answer.exchange)
        self._remember(operation, answer, used or self.credential)
        if used is not None and used == self.credential and self.denies(answer):
            raise CredentialRefused(
                f"{used.shown} was refused: {method} {path} got {answer.summary}"
            )
        return answer

    def _remember(self, operation: str | None, answer: Answer, owner: Credential | None) -> None:
        removal = self.removal(operation, owner)
        if removal is not None and answer.ok:
            created = self.created_id(answer)
            if created is not None:
                self.scene.created.append(Created(removal, created, owner))

    def each(self, calls: Iterable[T]) -> Iterator[T]:
        """Yield calls that a check makes, and whose answers it examines, independently of each other.

        What came before a call is then left out of a finding, unless the call needs its records.
        """
        self.scene.separately = True
        yield from calls
        self.scene.separately = False

    # Arranging: what has to succeed before anything can be examined.

    def arranged(self, answer: Answer) -> Any:
        """Return the body of a call that prepares a scene.

        Raises:
            CannotTell: it was not a success, or its body is not JSON.
        """
        sent = answer.exchange.request
        if not answer.ok:
            raise CannotTell(
                f"{sent.method} {sent.url} prepares the scene but got {answer.summary}"
            )
        try:
            return answer.json
        except Violation as violation:
            raise CannotTell(
                f"{sent.method} {sent.url} prepares the scene: {violation}"
            ) from violation

    def shown(self, wanted: int, page: Callable[[], Sequence[Any]], *, of: int) -> int:
        """Return how many records a page of a list shows that has at least so many.

        Others may remove theirs before it is shown. So if they are fewer than is wanted, it is asked
        for again, after as many were made that nobody else removes.
        """
        count = 0
        for alone in (False, not self.target.read_only):
            self.at_least(of, alone=alone)
            count = len(page())
            if count >= wanted:
                break
        return count

    def name(self) -> str:
        """Return a new name that is recognisably the suite's."""
        return self.scene.name()

    @property
    def other(self) -> Self:
        """The other user's view of the same implementation, in the same scene.

        Raises:
            Skipped: no other user's credential was given.
        """
        if not self.target.other_token:
            raise Skipped("needs a second user's credential (--other-token)")
        return replace(self, credential=Credential(self.target.other_token, "$OTHER_TOKEN"))

    # Cleaning up.

    def clean_up(self, keep: int = 0) -> None:
        """Remove what the scene created after its first `keep` records, the last first.

        What cannot be removed is noted in the scene's `left`; a record that is gone already is fine.
        Records inside others are left to go with these, once that was seen to happen.
        """
        told = len(self.scene.exchanges)
        try:
            with self.connection.beyond_budget():
                inside = self._clean_up_outside(keep)
                self._clean_up_inside(inside)
        finally:
            del self.scene.exchanges[told:]

    def _clean_up_outside(self, keep: int) -> list[Created]:
        """Remove records, and return those that were put off because they may go with others."""
        inside: list[Created] = []
        while len(self.scene.created) > keep + len(inside) and not self.target.keep:
            created = self.scene.created[-1 - len(inside)]
            if created.removal.inside and self.connection.insides_go is not False:
                inside.append(created)
            else:
                self._remove(created)
        return inside

    def _clean_up_inside(self, inside: list[Created]) -> None:
        for created in inside:
            if self.connection.insides_go:
                self.scene.created.remove(created)
            else:
                self.connection.insides_go = self._remove(created) in self.GONE

    def _remove(self, created: Created) -> int:
        """Remove a record and return the status; it is forgotten only then, so that none is lost."""
        path = {created.removal.parameter: created.id}
        try:
            answer = self.call(created.removal.operation, path, credential=created.owner)
            status = answer.status
        except (CannotTell, Skipped):
            status = 0
        if status not in self.GONE and not 200 <= status < 300:
            self.scene.left.append(created)
        self.scene.created.remove(created)
        return status


def marked(name: Any) -> bool:
    """Whether a name is one that the suite gave."""
    return isinstance(name, str) and _MARKED.search(name) is not None


def filled(operation: Operation, parameters: Mapping[str, Any]) -> str:
    """Return an operation's path with its parameters, percent-encoded."""
    path = operation.path
    for name, value in parameters.items():
        path = path.replace("{" + name + "}", quote(str(value), safe=""))
    return path


def _parsed(answer: Answer) -> Any:
    try:
        return answer.json
    except Violation:
        return None
