"""What happens to a request before its handler, besides authentication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver import wire
from mockserver.answers import Kind, Problem, Refusal, refusal
from mockserver.call import Call
from mockserver.contract import Operation, Parameter


class Gate:
    """Reads a request as its operation demands, and refuses what does not fit the contract."""

    def read(self, call: Call, operation: Operation) -> None:
        """Fill in the arguments and the body of a call.

        Raises:
            Refusal: a parameter or the body is missing, unreadable or against its schema.
        """
        try:
            call.arguments = self.arguments(call, operation)
        except Refusal as refused:
            raise self.with_problems_of_body(refused, call, operation) from None
        if operation.body is not None:
            call.body = self.body(call, operation)

    def with_problems_of_body(self, refused: Refusal, call: Call, operation: Operation) -> Refusal:
        """Return the refusal of wrong parameters with what is wrong with the body beside them."""
        if refused.kind is Kind.INVALID and operation.body is not None:
            try:
                self.body(call, operation)
            except Refusal as other:
                if other.kind is Kind.INVALID:
                    return Refusal(Kind.INVALID, *refused.problems, *other.problems)
        return refused

    def arguments(self, call: Call, operation: Operation) -> dict[str, Any]:
        """Return the values of all parameters that are given or have a default.

        Raises:
            Refusal: PATH where a part of the path is no integer and should be, else INVALID.
        """
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for parameter in operation.parameters:
            given: Any = (
                call.given_members(parameter.name)
                if parameter.deep
                else call.given(parameter.place, parameter.name)
            )
            if given is not None or parameter.default is not None or parameter.required:
                problems += self.argument(parameter, given, values)
        problems = self.screened(operation, problems)
        if problems:
            unnameable = any(one.place == "path" and one.rule == "type" for one in problems)
            raise Refusal(Kind.PATH if unnameable else Kind.INVALID, *problems)
        return values

    def argument(self, parameter: Parameter, given: Any, values: dict[str, Any]) -> list[Problem]:
        """Put the value of one parameter among the others, and return what is wrong with it."""
        if given is None:
            if parameter.default is not None:
                values[parameter.name] = parameter.default
            missing = Problem(
                parameter.name, f"{parameter.name} is required", parameter.place, "required"
            )
            return [missing] if parameter.required else []
        values[parameter.name] = parameter.read(given)
        return parameter.problems(values[parameter.name])

    def body(self, call: Call, operation: Operation) -> Any:
        """Return the body as data.

        Raises:
            Refusal: MEDIA_TYPE, MALFORMED or INVALID.
        """
        if not call.raw:
            if operation.body_required:
                raise refusal(Kind.MALFORMED, "The body is missing: it must be JSON")
            return None
        self.check_media_type(call, operation)
        call.body = self.decoded(call.raw)  # what a refusal is about can be told from it
        assert operation.body is not None
        problems = self.screened(operation, operation.body.problems(call.body))
        if problems:
            raise Refusal(Kind.INVALID, *problems)
        return call.body

    def check_media_type(self, call: Call, operation: Operation) -> None:
        """Refuse a body that says it is something else than JSON; saying nothing is fine.

        Raises:
            Refusal: MEDIA_TYPE.
        """
        written = call.headers.get("content-type", "")
        if written in operation.media_types:  # nearly all
            return
        stated = written.partition(";")[0].strip().lower()
        if stated and stated not in operation.media_types and not stated.endswith("+json"):
            expected = " or ".join(operation.media_types)
            raise refusal(
                Kind.MEDIA_TYPE,
                f"The Content-Type must be {expected}, not {stated}",
                place="header",
            )

    def decoded(self, raw: bytes) -> Any:
        """Return what a JSON text says.

        Raises:
            Refusal: MALFORMED, it is not JSON.
        """
        try:
            return wire.read(raw)
        except wire.UnreadableError as error:
            raise refusal(Kind.MALFORMED, f"The body {error}") from None

    def screened(self, operation: Operation, problems: list[Problem]) -> list[Problem]:
        """Return the problems that count: all of them."""
        del operation
        return problems

    def method(self, call: Call) -> str:
        """Return the method that a request is answered by: the one that it was sent with."""
        return call.method

    def path(self, call: Call) -> str:
        """Return the path that a request is answered by: the one that it was sent to."""
        return call.path

    def headers(self, call: Call) -> Mapping[str, str]:
        """Return the headers that every answer to a request has, errors included: none."""
        del call
        return {}

    def unknown_path(self, call: Call) -> Refusal:
        """Return the refusal of a path that the contract does not have."""
        return refusal(Kind.MISSING, f"There is nothing at {call.path}", place="path")

    def wrong_method(self, call: Call, allowed: str) -> Refusal:
        """Return the refusal of a method that a path does not have."""
        problem = Problem("", f"{call.path} does not take {call.method}, only {allowed}", "path")
        return Refusal(Kind.METHOD, problem, headers={"Allow": allowed})
