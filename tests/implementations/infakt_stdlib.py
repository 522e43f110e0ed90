"""An inFakt server that shares no code with the mock: standard library only, other legal choices.

It numbers clients from 5000 in steps of 3, shows everything unset as null and days as text, keeps tax
numbers without hyphens, orders by code point and clients without a name first, heeds letter case in
`cont`, refuses a `limit` above 100, unknown conditions and unknown orders, answers 401 for another
account's clients, needs a name for a client of no kind, tells one problem at a time, and so on.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.implementations import serving
from tests.implementations.serving import Record, Refused

TEXTS = (
    *("company_name", "street", "street_number", "flat_number", "city", "country", "postal_code"),
    *("nip", "phone_number", "web_site", "email", "note", "receiver", "mailing_company_name"),
    *("mailing_street", "mailing_city", "mailing_postal_code", "invoice_note", "first_name"),
    "last_name",
)
NEEDED = {
    "private_person": ("first_name", "last_name"),
    "self_employed": ("company_name", "first_name", "last_name"),
    "other_business": ("company_name",),
    None: ("company_name",),
}
METHODS = [
    *("transfer", "cash", "card", "barter", "check", "bill_of_sale", "delivery", "compensation"),
    *("accredited", "paypal", "instalment_sale", "payu", "tpay", "przelewy24", "dotpay", "other"),
]
PLAIN = ("business_activity_kind", "payment_method", "days_to_payment", "same_forward_address")
IGNORED = ("email_eq", "email_null")
FILTERS = ("company_name_eq", "company_name_cont", "nip_eq", "clean_nip_eq")


def credential(user: int) -> str:
    """Return a key that the server accepts."""
    return f"{user:02}" + "5eed" * 9


def _wrong(name: str, text: str) -> Refused:
    return Refused(422, {"errors": {"base": [f"{name} {text}"]}, "error": "Nie zapisano."})


def _checked(name: str, value: Any) -> Any:
    """Return a value as it is kept; an empty text is none, but no yes or no."""
    if value is None or (value == "" and name != "same_forward_address"):
        return None
    if name in TEXTS:
        if not isinstance(value, str):
            raise _wrong(name, "nie jest tekstem")
        return re.sub("[- ]", "", value) if name == "nip" else value
    if name == "same_forward_address" and isinstance(value, bool):
        return value
    if name == "business_activity_kind" and value in NEEDED:
        return value
    if name == "payment_method" and value in METHODS:
        return value
    if name == "days_to_payment" and re.fullmatch(r"\d+", str(value)):
        return str(value)
    raise _wrong(name, "nie jest poprawne")


def _complete(client: Record) -> Record:
    """Return a client that meets the rules."""
    for name in ("country", *NEEDED[client["business_activity_kind"]]):
        if not client[name]:
            raise _wrong(name, "jest wymagane")
    if client["same_forward_address"] is None:
        client["same_forward_address"] = True
    return client


def created(body: Record) -> Record:
    """Return a new client, without an id."""
    if None in (body.get(name, "") for name in (*TEXTS, *PLAIN)):
        raise _wrong("null", "nie jest wartością")
    return _complete({name: _checked(name, body.get(name)) for name in (*TEXTS, *PLAIN)})


def updated(client: Record, body: Record) -> Record:
    """Return a client after an update, in which null changes nothing."""
    sent = {name: body[name] for name in (*TEXTS, *PLAIN) if body.get(name) is not None}
    return _complete(client | {name: _checked(name, value) for name, value in sent.items()})


def _digits(text: str | None) -> str:
    return re.sub(r"\D", "", text or "")


def _keeps(client: Record, condition: str, value: str) -> bool:
    if condition == "company_name_eq":
        return bool(client["company_name"] == value)
    if condition == "company_name_cont":
        return value in (client["company_name"] or "")
    if condition == "nip_eq":
        return _digits(client["nip"]) == _digits(value)
    return _digits(client["nip"]) == value


def _number(query: dict[str, str], name: str, default: int) -> int:
    text = query.get(name, "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else default


class Handler(serving.Handler):
    """One request."""

    server: InFakt

    def handle_call(self, content: bytes) -> tuple[int, Any]:
        user = self._user()
        parts = urlsplit(self.path)
        found = re.fullmatch(r"(?:/api)?/v3/clients(?:/([^/]*))?\.json", parts.path)
        if found is None:
            raise Refused(406, {"message": "Nie ma takiego zasobu."})
        if found[1] is None:
            calls = {
                "GET": lambda: self._list(user, parts.query),
                "POST": lambda: self._create(user, content),
            }
        else:
            client = self._client(user, found[1])
            calls = {
                "GET": lambda: (200, self._shown(client, self._query(parts.query))),
                "PUT": lambda: self._update(client, content),
                "DELETE": lambda: self._delete(client),
            }
        if self.command not in calls:
            raise Refused(404, {"message": "Nie ma takiej metody."})
        return calls[self.command]()

    def _user(self) -> int:
        key = self._header("X-inFakt-ApiKey")
        if not key:
            raise Refused(401, {"error": "Brak klucza."})
        if key not in (credential(2), credential(3)):
            raise Refused(401, {"error": "Zły klucz."})
        return int(key[:2])

    def _header(self, name: str) -> str | None:
        if "header-in-its-own-letter-case" in self.server.faults:
            return dict(self.headers.items()).get(name)
        return self.headers.get(name)

    def _client(self, user: int, text: str) -> Record:
        client = self.server.clients.get(int(text)) if re.fullmatch("[0-9]{1,18}", text) else None
        if client is None:
            raise Refused(404, {"message": "Nie ma takiego klienta."})
        if client["user"] != user:
            raise Refused(401, {"error": "To nie Twój klient."})
        return client

    def _query(self, text: str) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(text, True).items()}

    def _body(self, content: bytes) -> Record:
        try:
            body = json.loads(content)
        except ValueError as error:
            raise _wrong("body", "nie jest JSON") from error
        client = body.get("client") if isinstance(body, dict) else None
        if not isinstance(client, dict):
            raise _wrong("client", "jest wymagany")
        return client

    def _create(self, user: int, content: bytes) -> tuple[int, Any]:
        client = created(self._body(content))
        self.server.last += 3
        client |= {"id": self.server.last, "user": user}
        self.server.clients[client["id"]] = client
        return 201, self._shown(client, {})

    def _update(self, client: Record, content: bytes) -> tuple[int, Any]:
        body = self._body(content)
        new = updated(client, body)
        if "update-drops-note" in self.server.faults and "note" not in body:
            new |= {"note": None}
        self.server.clients[client["id"]] = new
        return 200, self._shown(new, {})

    def _delete(self, client: Record) -> tuple[int, Any]:
        del self.server.clients[client["id"]]
        return 204, None

    def _shown(self, client: Record, query: dict[str, str]) -> Record:
        named = query["fields"].split(",") if query.get("fields") else None
        shown = {name: client[name] for name in ("id", *TEXTS, *PLAIN)}
        if named is None:
            return shown | {"uuid": f"client-{client['id']}", "country_full_name": "Kraj"}
        return {name: value for name, value in shown.items() if name in ("id", *named)}

    def _list(self, user: int, text: str) -> tuple[int, Any]:
        query = self._query(text)
        found = [one for one in self.server.clients.values() if one["user"] == user]
        for name, value in query.items():
            if name.startswith("q["):
                found = self._kept(found, name[2:-1], value)
        found = self._sorted(found, query.get("order", "company_name asc"))
        limit, offset = _number(query, "limit", 10), _number(query, "offset", 0)
        if limit > 100 or limit == 0:
            raise Refused(400, {"message": "Za dużo."})
        page = found[offset : offset + limit]
        metainfo = {
            "count": min(10, len(found)),
            "total_count": len(found),
            "next": self._link(query, offset + limit),
            "previous": self._link(query, max(0, offset - limit)),
        }
        return 200, {"entities": [self._shown(one, query) for one in page], "metainfo": metainfo}

    def _kept(self, clients: list[Record], condition: str, value: str) -> list[Record]:
        if condition in IGNORED:
            return clients
        if condition not in FILTERS:
            raise Refused(400, {"message": f"Nieznany warunek {condition}."})
        if "clean-nip-ignored" in self.server.faults and condition == "clean_nip_eq":
            return clients
        return [one for one in clients if _keeps(one, condition, value)]

    def _sorted(self, clients: list[Record], order: str) -> list[Record]:
        name, _, direction = order.partition(" ")
        if name not in ("id", "company_name") or direction not in ("asc", "desc"):
            raise Refused(400, {"message": f"Nieznana kolejność {order}."})
        newest_first = sorted(clients, key=lambda one: -one["id"])
        return sorted(newest_first, key=lambda one: one[name] or "", reverse=direction == "desc")

    def _link(self, query: dict[str, str], offset: int) -> str:
        kept = urlencode(query | {"offset": str(offset)})
        return f"http://{self.headers['Host']}{urlsplit(self.path).path}?{kept}"


class InFakt(serving.Server):
    """The server with its clients."""

    handler = Handler

    def __init__(self, faults: tuple[str, ...] = ()) -> None:
        super().__init__(faults)
        self.last = 5000
        self.clients: dict[int, Record] = {}

    @property
    def left(self) -> list[Any]:
        """All records."""
        return [*self.clients.values()]


if __name__ == "__main__":
    serving.main(InFakt, credential(2), credential(3))
