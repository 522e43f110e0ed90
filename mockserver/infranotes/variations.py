"""The other choices where the document of InfraNotes leaves one: see its `silences.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta, timezone
from decimal import Decimal
from typing import Any

from mockserver import clock
from mockserver.answers import Kind, Problem, Refusal, Reply, refusal
from mockserver.call import Call
from mockserver.contract import Operation
from mockserver.faults import Change, Honest, Variation
from mockserver.infranotes import value_types
from mockserver.infranotes.records import Body
from mockserver.infranotes.state import READ_ONLY, State
from mockserver.infranotes.views import Shown
from mockserver.store import Row, Table

LARGEST_LIMIT = 100


def _status(kind: Kind, status: int) -> Change:
    """Return a change of the status of one kind of refusal."""

    def changed(honest: Honest, asked: Kind) -> Any:
        return status if asked is kind else honest(asked)

    return changed


def _without(operation_id: str, rule: str, *members: str) -> Change:
    """Return a change after which these members of a request may break a rule of the spec."""

    def screened(honest: Honest, operation: Operation, problems: list[Problem]) -> Any:
        counted = [one for one in problems if not (one.rule == rule and one.where in members)]
        return honest(operation, counted if operation.id == operation_id else problems)

    return screened


# What answers look like


def _created_200(honest: Honest, body: Any) -> Reply:
    reply: Reply = honest(body)
    return replace(reply, status=200)


def _deleted_success(honest: Honest, thing: str, shown: Shown) -> Shown:
    del honest, thing
    return {"success": True, "id": shown["id"]}


def _deleted_record(honest: Honest, thing: str, shown: Shown) -> Shown:
    del honest, thing
    return shown


def _with_contacts(honest: Honest, state: State, client: Row) -> Any:
    return honest.behaviour.views.client_with_contacts(state, client)


def _without_nulls(honest: Honest, row: Row, members: Iterable[str]) -> Shown:
    return {name: value for name, value in honest(row, members).items() if value is not None}


def _with_extra_members(honest: Honest, row: Row, members: Iterable[str]) -> Shown:
    return {**honest(row, members), "revision": 1, "links": {"self": f"#{row.get('id')}"}}


def _time_with_offset(honest: Honest, written: str) -> str:
    there = timezone(timedelta(hours=2))
    moment = clock.moment(honest(written))
    return moment.astimezone(there).isoformat(timespec="milliseconds")


def _only_field_and_value(honest: Honest, state: State, value: Row) -> Shown:
    shown = honest(state, value)
    return {name: shown[name] for name in ("custom_field_id", "value")}


def _as_number(honest: Honest, field: Row, value: Any) -> Any:
    shown = honest(field, value)
    if field.get("type") != "number" or not isinstance(shown, str):
        return shown
    return _number(shown) if value_types.is_number(shown) else shown


def _number(text: str) -> Any:
    """Return the number that a text stands for; the text itself if digits would be lost."""
    exact = Decimal(text)
    if not -400 < exact.adjusted() < 300:
        return text
    found = int(exact) if exact == exact.to_integral_value() else float(exact)
    return found if Decimal(found) == exact or Decimal(repr(found)) == exact else text


def _error_with_details(honest: Honest, refused: Refusal) -> Any:
    details = [{"where": one.where, "message": one.message} for one in refused.problems]
    return {**honest(refused), "code": refused.kind.value, "details": details}


# Orders


def _newest_first(honest: Honest, clients: list[Row]) -> Any:
    return list(reversed(honest(clients)))


def _by_name(honest: Honest, clients: list[Row]) -> Any:
    return sorted(honest(clients), key=lambda client: (client["name"], client["id"]))


def _by_id(honest: Honest, state: State, user: int, client_id: int) -> Any:
    return sorted(honest(state, user, client_id), key=lambda contact: contact["id"])


def _field_by_id(honest: Honest, field: Row) -> Any:
    del honest
    return field["id"]


# Contacts


def _first_is_primary(honest: Honest, state: State, client_id: int, body: Body) -> Any:
    if "is_primary" in body or state.contacts.where(client_id=client_id):
        return honest(state, client_id, body)
    return True


def _oldest_follows(honest: Honest, state: State, contact: Row, now: str) -> State:
    state = honest(state, contact, now)
    remaining = state.contacts.where(client_id=contact["client_id"])
    followers = [{**one, "is_primary": True, "updated_at": now} for one in remaining[:1]]
    return replace(state, contacts=state.contacts.put(*followers))


def _demoted_in_silence(honest: Honest, contact: Row, now: str) -> Row:
    return {**honest(contact, now), "updated_at": contact["updated_at"]}


def _client_changes(honest: Honest, state: State, client_id: int, now: str) -> State:
    state = honest(state, client_id, now)
    client = honest.behaviour.rules.applied(state.clients[client_id], {}, now)
    return replace(state, clients=state.clients.put(client))


def _nameless_contact(
    honest: Honest, state: State, user: int, client_id: int, body: Body, *, now: str
) -> Any:
    return honest(state, user, client_id, {"name": "", **body}, now=now)


# What is refused, and how


def _forbidden(honest: Honest, thing: str, row_id: int) -> Refusal:
    del honest
    return refusal(Kind.FORBIDDEN, f"The {thing} {row_id} belongs to another user", place="path")


def _no_strangers(honest: Honest, call: Call) -> Any:
    call.behaviour.access.authenticate(call)
    return honest(call)


def _without_allow(honest: Honest, refused: Refusal) -> Any:
    return {name: value for name, value in honest(refused).items() if name != "Allow"}


def _any_media_type(honest: Honest, call: Call, operation: Operation) -> None:
    del honest, call, operation


def _other_entity_missing(honest: Honest, field: Row, entity: str) -> Refusal:
    return Refusal(Kind.MISSING, *honest(field, entity).problems)


def _only_clients(honest: Honest, state: State, user: int, entity: str, entity_id: int) -> None:
    if entity != "client":
        raise refusal(Kind.MISSING, f"There is no {entity} {entity_id}", place="path")
    honest(state, user, entity, entity_id)


def _limit_not_zero(honest: Honest, limit: int) -> Any:
    if limit == 0:
        raise refusal(Kind.INVALID, "limit must be at least 1", "limit", "query")
    return honest(limit)


def _at_most_100(honest: Honest, clients: Sequence[Row], limit: int, offset: int) -> Any:
    return honest(clients, min(limit, LARGEST_LIMIT), offset)


# What becomes of what is sent


def _kind_defaulted(honest: Honest, body: Body) -> Any:
    return honest({"type": "client", "category": "organization", **body})


def _nulls_ignored(honest: Honest, body: Body) -> Any:
    return honest({name: value for name, value in body.items() if value is not None})


def _nulls_refused(honest: Honest, body: Body) -> Any:
    problems = [Problem(name, f"{name} must not be null") for name in body if body[name] is None]
    if problems:
        raise Refusal(Kind.INVALID, *problems)
    return honest(body)


def _unknown(body: Body, members: Iterable[str]) -> dict[str, Any]:
    return {name: body[name] for name in body if name not in {*members, *READ_ONLY}}


def _unknown_kept(honest: Honest, body: Body, members: Iterable[str]) -> Any:
    unknown = _unknown(body, members)
    return {**honest(body, members), **({"unknown": unknown} if unknown else {})}


def _unknown_merged(honest: Honest, row: Row, changes: Body, now: str) -> Any:
    former = row.get("unknown", {})
    merged = {"unknown": {**former, **changes["unknown"]}} if "unknown" in changes else {}
    return honest(row, {**changes, **merged}, now)


def _unknown_shown(honest: Honest, row: Row, members: Iterable[str]) -> Any:
    return {**row.get("unknown", {}), **honest(row, members)}


def _unknown_refused(honest: Honest, body: Body, members: Iterable[str]) -> Any:
    names = _unknown(body, members)
    if names:
        problems = [Problem(name, f"{name} is no member of this record") for name in names]
        raise Refusal(Kind.INVALID, *problems)
    return honest(body, members)


def _folded(honest: Honest, labels: list[str] | None) -> Any:
    kept = honest(labels)
    return kept and list(dict.fromkeys(kept))


def _values_replaced(honest: Honest, state: State, client: Row) -> Any:
    return honest.behaviour.rules.without_values(honest(state, client), client)


def _required_enforced(
    honest: Honest, state: State, user: int, names: Mapping[str, Any] | None
) -> Any:
    given = honest(state, user, names)
    fields = honest.behaviour.rules.fields_by_name(state, user).values()
    lacking = [
        field["name"]
        for field in fields
        if field["required"]
        and not field["default_value"]
        and (given or {}).get(field["name"]) is None
    ]
    if lacking:
        where = [f"custom_fields.{name}" for name in lacking]
        raise Refusal(Kind.INVALID, *(Problem(name, f"{name} is required") for name in where))
    return given


def _defaults_applied(
    honest: Honest, state: State, user: int, names: Mapping[str, Any] | None
) -> Any:
    given = honest(state, user, names)
    rules = honest.behaviour.rules
    defaults = {
        name: field["default_value"]
        for name, field in rules.fields_by_name(state, user).items()
        if field["default_value"] and not rules.complaint(field, field["default_value"])
    }
    return {**defaults, **(given or {})} if defaults else given


def _values_left(honest: Honest, state: State, field: Row, now: str) -> Any:
    clients = []
    for value in state.values.where(custom_field_id=field["id"], entity="client"):
        client = state.clients[value["entity_id"]]
        names = {**(client["custom_fields"] or {}), field["name"]: value["value"]}
        clients.append({**client, "custom_fields": names})
    return honest(replace(state, clients=state.clients.put(*clients)), field, now)


# What lists and searches find


def _same_in_any_case(honest: Honest, value: str | None, wanted: str) -> Any:
    return honest(value and value.casefold(), wanted.casefold())


def _names_only(honest: Honest, client: Row) -> Iterator[str]:
    del honest
    yield client["name"]


def _id_with_gap(honest: Honest, table: Table) -> Any:
    return honest(table) + 2


VARIATIONS = (
    Variation("create-answers-200", {"handlers.created": _created_200}),
    Variation("delete-says-success", {"views.deleted": _deleted_success}),
    Variation("delete-shows-record", {"views.deleted": _deleted_record}),
    Variation("lists-newest-first", {"rules.in_order": _newest_first}),
    Variation("lists-by-name", {"rules.in_order": _by_name}),
    Variation("optional-members-absent", {"views.record": _without_nulls}),
    Variation("contacts-in-lists-shown", {"views.listed_client": _with_contacts}),
    Variation("contacts-after-write-shown", {"views.written_client": _with_contacts}),
    Variation("contact-list-by-id", {"rules.contact_list": _by_id}),
    Variation("custom-fields-by-id", {"rules.custom_field_order": _field_by_id}),
    Variation("first-contact-primary", {"rules.starts_as_primary": _first_is_primary}),
    Variation("primary-deleted-oldest", {"rules.primary_gone": _oldest_follows}),
    Variation("demoted-stays", {"rules.demoted": _demoted_in_silence}),
    Variation("contact-change-moves-client-time", {"rules.contacts_changed": _client_changes}),
    Variation("foreign-record-403", {"rules.foreign": _forbidden}),
    Variation("path-id-400", {"errors.status": _status(Kind.PATH, 400)}),
    Variation(
        "missing-kind-defaulted",
        {
            "gate.screened": _without("createClient", "required", "type", "category"),
            "rules.new_client": _kind_defaulted,
        },
    ),
    Variation(
        "missing-contact-name-accepted",
        {
            "gate.screened": _without("addContact", "required", "name"),
            "rules.add_contact": _nameless_contact,
        },
    ),
    Variation("null-keeps", {"rules.with_nulls": _nulls_ignored}),
    Variation("null-refused", {"rules.with_nulls": _nulls_refused}),
    Variation("custom-fields-replaced", {"rules.former_values": _values_replaced}),
    Variation("repeated-tags-folded", {"rules.labels": _folded}),
    Variation("required-enforced", {"rules.first_values": _required_enforced}),
    Variation("default-applied", {"rules.first_values": _defaults_applied}),
    Variation("other-entity-field-404", {"rules.wrong_entity": _other_entity_missing}),
    Variation("other-entities-unknown", {"rules.check_entity": _only_clients}),
    Variation("unknown-path-401", {"gate.unknown_path": _no_strangers}),
    Variation(
        "unknown-members-kept",
        {
            "rules.given": _unknown_kept,
            "rules.applied": _unknown_merged,
            "views.record": _unknown_shown,
        },
    ),
    Variation("unknown-members-refused", {"rules.given": _unknown_refused}),
    Variation(
        "unknown-type-filter-empty", {"gate.screened": _without("listClients", "enum", "type")}
    ),
    Variation("filters-ignore-case", {"rules.same": _same_in_any_case}),
    Variation("search-looks-at-names", {"rules.searched": _names_only}),
    Variation("limit-capped", {"rules.page": _at_most_100}),
    Variation("limit-zero-refused", {"rules.checked_limit": _limit_not_zero}),
    Variation("ids-with-gaps", {"rules.next_id": _id_with_gap}),
    Variation("times-with-offset", {"views.time": _time_with_offset}),
    Variation(
        "wrong-method-404",
        {"errors.status": _status(Kind.METHOD, 404), "errors.headers": _without_allow},
    ),
    Variation("media-type-400", {"errors.status": _status(Kind.MEDIA_TYPE, 400)}),
    Variation("media-type-accepted", {"gate.check_media_type": _any_media_type}),
    Variation("saved-value-minimal", {"views.saved_value": _only_field_and_value}),
    Variation("deleted-field-leaves-values", {"rules.values_of_deleted": _values_left}),
    Variation("values-as-numbers", {"views.value": _as_number}),
    Variation("answers-with-extra-members", {"views.record": _with_extra_members}),
    Variation("errors-with-details", {"errors.body": _error_with_details}),
)
