"""How requests to Invoice Ninja are read: queries as they come, bodies normalised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, refusal
from mockserver.call import Call
from mockserver.contract import Operation
from mockserver.invoiceninja import coercion, includes
from mockserver.invoiceninja.form_reading import FormReading

VERSIONS = {"X-MINIMUM-CLIENT-VERSION": "5.0.16", "X-APP-VERSION": "5.11.48"}
# How many requests a minute the headers tell of where the mock sets no limit.
USUAL_RATE = 300
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "X-APP-VERSION,X-MINIMUM-CLIENT-VERSION,Content-Disposition",
}


class Gate(FormReading):
    """Reads whatever comes; what a client may be is for the rules. Every method may be varied."""

    def read(self, call: Call, operation: Operation) -> None:
        """Fill in the arguments and the body of a call.

        Raises:
            Refusal: MEDIA_TYPE, MALFORMED or INVALID, the body is no object.
        """
        self.check_requested_with(call)
        self.check_include(call)
        call.arguments = self.arguments(call, operation)
        call.body = self.typed(call, self.normalised(self.body(call, operation)))

    def check_requested_with(self, call: Call) -> None:
        """Refuse a call without `X-Requested-With`: do not (NIN-OPEN-REQUESTED-WITH)."""

    def check_include(self, call: Call) -> None:
        """Refuse an unknown name in `include` before anything is changed (NIN-OPEN-UNKNOWN-INCLUDE).

        Raises:
            Refusal: MALFORMED.
        """
        unknown = includes.unknown(call.query.get("include", ""))
        if unknown and self.is_strict(call.operation):
            raise includes.refused(unknown[0])

    def is_strict(self, operation: str) -> bool:
        """Tell whether an operation refuses unknown names: where it answers with a list for sure."""
        return operation == "bulkClients"

    def arguments(self, call: Call, operation: Operation) -> dict[str, Any]:
        """Return the parameters as they were written: their form is never refused."""
        given = {one.name: call.given(one.place, one.name) for one in operation.parameters}
        return {name: value for name, value in given.items() if value is not None}

    def body(self, call: Call, operation: Operation) -> dict[str, Any]:
        """Return the body as an object; nothing is an empty one."""
        if operation.body is None or not call.raw:
            return {}
        self.check_media_type(call, operation)
        self.check_size(call)
        if self.is_form(call):
            return self.readable_form(call)
        data = self.decoded(call.raw)
        if not isinstance(data, dict):
            raise refusal(Kind.INVALID, "The body must be an object")
        return data

    def normalised(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return a body as the rules want it: trimmed, with null for what is empty."""
        data = {name: self.trimmed(value) for name, value in body.items()}
        contacts, settings = data.get("contacts"), data.get("settings")
        if isinstance(contacts, dict):  # NIN-CONTACT-28
            data["contacts"] = [contacts]
        if settings == []:  # NIN-SETTING-05
            data["settings"] = {}
        return data

    def typed(self, call: Call, body: dict[str, Any]) -> dict[str, Any]:
        """Return a body with the types that its members have in the contract.

        Forms have only texts; the types of JSON count (NIN-OPEN-BODY-TYPES).
        """
        return coercion.client(body) if self.is_form(call) else body

    def trimmed(self, value: Any) -> Any:
        """Return a value without blanks at the ends of its texts (NIN-CREATE-34)."""
        if isinstance(value, str):
            return value.strip() or None
        if isinstance(value, list):
            return [self.trimmed(one) for one in value]
        if isinstance(value, dict):
            return {name: self.trimmed(one) for name, one in value.items()}
        return value

    def path(self, call: Call) -> str:
        """Return the path of a call; a slash at its end changes nothing (NIN-HEADER-07)."""
        return call.path.rstrip("/")

    def headers(self, call: Call) -> Mapping[str, str]:
        """Return the headers that every answer has (NIN-HEADER-01, -04, -05)."""
        return {**self.versions(), **self.rate_headers(call), **self.cors(call)}

    def rate_headers(self, call: Call) -> Mapping[str, str]:
        """Return the headers of the rate limit, of a usual one where none is set.

        See NIN-HEADER-02, NIN-HEADER-03 and NIN-OPEN-RATE-HEADERS.
        """
        allowance = call.allowance
        if allowance is None:
            return {}
        limit = allowance.limit or USUAL_RATE
        remaining = allowance.remaining(limit)
        return {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remaining": str(remaining)}

    def versions(self) -> Mapping[str, str]:
        """Return the headers that tell versions (NIN-OPEN-CLIENT-VERSION)."""
        return VERSIONS

    def cors(self, call: Call) -> Mapping[str, str]:
        """Return what lets programs of all origins read; the engine tells browsers itself."""
        return {} if "origin" in call.headers else CORS

    def wrong_method(self, call: Call, allowed: str) -> Refusal:
        """Return the refusal of a method that a path does not have (NIN-OPEN-WRONG-METHOD)."""
        del call
        problem = Problem("", "Method not supported for this route", "path")
        return Refusal(Kind.METHOD, problem, headers={"Allow": allowed})

    def unknown_path(self, call: Call) -> Refusal:
        """Return the refusal of a path that nobody knows (NIN-ERROR-07)."""
        del call
        return refusal(Kind.MISSING, "Route does not exist", place="path")
