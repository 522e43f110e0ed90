"""Sending shots to one mock, judging what comes back, and keeping count."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tests.fuzz.connection import Answer, Connection, NotHttpError
from tests.fuzz.drafts import Draft, Shot
from tests.fuzz.judge import complaint
from tests.fuzz.mock import Mock
from tests.fuzz.surfaces import surfaces

# What the shots before a finding may have had to do with it.
REMEMBERED = 60
KNOWN_IDS = 40
# The kind of what asks about the request before it.
LOOK = "explained"

_HELP = re.compile(r'<[^>]*(/_mock/requests/\d+)[^>]*>; rel="help"')
_ASKED = re.compile(rb"/_mock/requests/\d+")
_ID = re.compile(rb'"id": ?"?([A-Za-z0-9]{1,12})"?')


@dataclass(frozen=True)
class Finding:
    """Something that must not be, with the shots that led to it, the last of them to it itself."""

    kind: str
    complaint: str
    shots: tuple[Shot, ...] = ()

    def written(self) -> str:
        """Return the text of a file that `read` takes."""
        shots = [one.as_data() for one in self.shots]
        told = {"kind": self.kind, "complaint": self.complaint, "shots": shots}
        return json.dumps(told, indent=1) + "\n"

    @classmethod
    def read(cls, text: str) -> Finding:
        """Return the finding that a file holds; raises ValueError or LookupError if it holds none."""
        told = json.loads(text)
        shots = tuple(Shot.of_data(one) for one in told["shots"])
        return cls(told["kind"], told["complaint"], shots)


@dataclass
class Tally:
    """What was sent, what was answered, and how much memory the mock held after each round."""

    shots: Counter[str] = field(default_factory=Counter)
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def requests(self) -> int:
        """How many shots there were in all."""
        return self.shots.total()


class Shooter:
    """Sends shots to a mock and judges what comes back."""

    def __init__(self, mock: Mock) -> None:
        self.mock = mock
        self.tally = Tally()
        self._connection = Connection(mock.address)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Have the mock go back to the start, and forget what was learnt of it."""
        self.mock.forget()
        self.ids: dict[str, deque[str]] = {name: deque(maxlen=KNOWN_IDS) for name in surfaces()}
        self.help: bytes | None = None  # where it is told what was wrong with the last shot
        self._before: deque[Shot] = deque(maxlen=REMEMBERED)

    def shoot(self, shot: Shot) -> None:
        """Send a shot, and note what is wrong with what comes of it."""
        self._before.append(shot)
        self.tally.shots[shot.kind] += 1
        wrong = self.wrong(shot)
        if wrong:
            self.tally.findings.append(Finding(shot.kind, wrong, tuple(self._before)))

    def wrong(self, shot: Shot) -> str | None:
        """Send a shot and return what is wrong with what comes of it, None if nothing is."""
        return self._judged(shot) or self._logged()

    def _judged(self, shot: Shot) -> str | None:
        raw, self.help = self._about_the_last(shot), None
        try:
            answers = self._connection.ask(raw, shot.answers)
        except NotHttpError as error:
            self.tally.statuses[shot.kind, "none"] += 1
            return str(error)
        self.tally.statuses[shot.kind, "none"] += not answers
        drafts = [shot.draft, *[None] * len(answers)]
        for draft, answer in zip(drafts, answers, strict=False):
            self.tally.statuses[shot.kind, str(answer.status)] += 1
            wrong = complaint(answer, draft)
            if wrong:
                return wrong
            self._learn(draft, answer)
        return None

    def _about_the_last(self, shot: Shot) -> bytes:
        """Return what is sent: what asks about a request asks about the last one, also when replayed."""
        return _ASKED.sub(self.help, shot.raw) if self.help and shot.kind == LOOK else shot.raw

    def _logged(self) -> str | None:
        said = self.mock.complaints()
        if not self.mock.runs:
            return f"the mock has ended: {said[-2000:]}"
        if "Traceback" not in said:
            return None
        print(said, file=sys.stderr)
        return f"the log says: {said.strip().splitlines()[-1][:300]}"

    def _learn(self, draft: Draft | None, answer: Answer) -> None:
        """Remember which records there are, and where it is told what was wrong."""
        if draft is None:  # it need not come in time: what is sent next may not depend on it
            return
        if found := _HELP.search(answer.header(b"link")):
            self.help = found[1].encode()
        if answer.status < 300 and draft.surface in self.ids:
            seen = _ID.findall(answer.body[:20_000])
            self.ids[draft.surface].extend(one.decode() for one in seen[:5])

    def shrunk(self, finding: Finding) -> Finding:
        """Return a finding with as few shots as still lead to it; as it is if none of these do."""
        for count in (1, 2, 5, 15, REMEMBERED):
            shots = finding.shots[-count:]
            if self._leads_to_something(shots):
                return replace(finding, shots=self._without_needless(shots))
        return finding

    def _without_needless(self, shots: tuple[Shot, ...]) -> tuple[Shot, ...]:
        for place in reversed(range(len(shots) - 1)):
            fewer = (*shots[:place], *shots[place + 1 :])
            if self._leads_to_something(fewer):
                shots = fewer
        return shots

    def _leads_to_something(self, shots: Sequence[Shot]) -> bool:
        self.begin_anew()
        return any(list(map(self.wrong, shots)))  # all of them are sent


def distinct(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield one finding of each sort."""
    known = set()
    for one in findings:
        if one.complaint[:60] not in known:
            known.add(one.complaint[:60])
            yield one
