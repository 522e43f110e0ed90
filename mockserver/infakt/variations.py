"""The other choices where the document of inFakt leaves one: see its `silences.yaml`."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, Reply, refusal
from mockserver.call import Call
from mockserver.faults import Honest, Variation
from mockserver.infakt import countries, nips
from mockserver.infakt.gate import named_client
from mockserver.infakt.listing import Page
from mockserver.infakt.state import MAILING_MEMBERS, State
from mockserver.infakt.validation import Body
from mockserver.infakt.views import Shown
from mockserver.store import Row, Table

FIRST_TEN = 10


def _always(value: Any) -> Any:
    """Return a change after which a method returns this, whatever it is asked."""
    return lambda *_, **__: value


# Keys and addresses


def _other_words(honest: Honest) -> Refusal:
    del honest
    return refusal(Kind.UNAUTHENTICATED, "Brak dostępu: sprawdź klucz", place="header")


def _absent_first(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal:
        named = named_client(call)
        if named is not None and call.state.clients.get(named) is None:
            raise call.behaviour.rules.missing(named) from None
        raise


def _foreign_unauthorized(honest: Honest, client_id: int) -> Refusal:
    del honest
    return refusal(Kind.UNAUTHENTICATED, f"Brak uprawnień do klienta {client_id}", place="path")


def _foreign_forbidden(honest: Honest, client_id: int) -> Refusal:
    del honest
    return refusal(Kind.FORBIDDEN, f"Klient {client_id} należy do innego konta", place="path")


def _of_kind(kind: Kind) -> Any:
    """Return a change of what returns a refusal: to another kind."""

    def changed(honest: Honest, *arguments: Any) -> Refusal:
        return Refusal(kind, *honest(*arguments).problems)

    return changed


def _path_form(honest: Honest, refused: Refusal) -> Any:
    return 406 if refused.kind is Kind.PATH else honest(refused)


def _unknown_methods(honest: Honest, call: Call, allowed: str) -> Any:
    refused = honest(call, allowed)
    return refused if call.method == "PATCH" else Refusal(Kind.MISSING, *refused.problems)


def _patch_unknown(honest: Honest, call: Call, allowed: str) -> Any:
    refused = honest(call, allowed)
    return Refusal(Kind.MISSING, *refused.problems) if call.method == "PATCH" else refused


def _patch_as_put(honest: Honest, call: Call) -> Any:
    method = honest(call)
    return "PUT" if method == "PATCH" and named_client(call) is not None else method


def _media_type_400(honest: Honest, refused: Refusal) -> Any:
    return 400 if refused.kind is Kind.MEDIA_TYPE else honest(refused)


# Lists


def _of_first_ten(honest: Honest, page: Page) -> int:
    del honest
    return min(FIRST_TEN, page.total)


def _defaulted(honest: Honest, name: str, default: int) -> int:
    del honest, name
    return default


def _refused_above(honest: Honest, limit: int) -> Any:
    if limit > honest(limit):
        raise honest.behaviour.rules.out_of_bounds("limit")
    return limit


def _called_path(honest: Honest, call: Call) -> str:
    del honest
    return call.path


def _numbered_pages(honest: Honest, call: Call) -> Reply:
    reply: Reply = honest(call)
    number, size = call.query.get("page", ""), call.query.get("per_page", "")
    if not (_is_small(number) or _is_small(size)):
        return reply
    limit = int(size) if _is_small(size) else FIRST_TEN
    offset = (int(number) - 1) * limit if _is_small(number) else 0
    call.arguments = {**call.arguments, "offset": str(offset), "limit": str(limit)}
    return replace(reply, body={**reply.body, "entities": honest(call).body["entities"]})


def _is_small(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 3 and int(text) > 0


def _ignoring_case(honest: Honest, text: str) -> str:
    del honest
    return text.casefold()


def _by_code_point(honest: Honest, text: str) -> str:
    del honest
    return text


def _early(honest: Honest, missing: bool) -> bool:
    return not honest(missing)


def _newest_first(honest: Honest, clients: Sequence[Row]) -> Any:
    return list(reversed(honest(clients)))


def _by_two_attributes(honest: Honest, attribute: str) -> Any:
    return attribute in ("id", "company_name") and honest(attribute)


def _order_refused(honest: Honest, written: str) -> Any:
    del honest
    raise refusal(Kind.INVALID, f"Nieznane sortowanie: {written}", "order", "query")


def _field_refused(honest: Honest, name: str) -> None:
    raise honest.behaviour.views.unknown_field(name)


# Search


def _heeding_case(honest: Honest, part: str, text: str) -> bool:
    del honest
    return part in text


def _nip_by_digits(honest: Honest, stored: str, wanted: str) -> Any:
    return honest.behaviour.rules.same_digits(stored, wanted)


def _hyphens_stored(honest: Honest, stored: str, wanted: str) -> bool:
    del honest
    return bool(stored) and stored.replace("-", "") == wanted


def _empty_kept(honest: Honest, attribute: str) -> Any:
    name = "nip" if attribute == "clean_nip" else attribute
    return lambda client: honest.behaviour.rules.is_unset(client[name])


def _filter_refused(honest: Honest, name: str) -> Any:
    raise honest.behaviour.rules.refused(name)


def _bare_conditions(honest: Honest, call: Call) -> Any:
    return {**honest.behaviour.gate.named_members(call), **honest(call)}


def _any_condition(honest: Honest, client: Row, tests: list[Any]) -> Any:
    return not tests or any(honest(client, [test]) for test in tests)


# What is shown


def _days_as_text(honest: Honest, value: int) -> str:
    return str(honest(value))


def _empty_unset(honest: Honest, name: str, text: str) -> Any:
    return honest(name, text) or None


def _with_newer_members(honest: Honest, client: Row) -> Shown:
    shown = honest(client)
    names = list(shown)
    after_country = names.index("country") + 1
    return {
        "id": shown["id"],
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"infakt/clients/{shown['id']}")),
        **{name: shown[name] for name in names[1:after_country]},
        "country_full_name": countries.polish_name(shown["country"]),
        **{name: shown[name] for name in names[after_country:]},
        "is_vindicable": False,
        "vindicable_invoices_count": 0,
    }


def _without_hyphens(honest: Honest, name: str, text: str) -> Any:
    kept = honest(name, text)
    return kept.replace("-", "").replace(" ", "") if name == "nip" and kept else kept


def _id_with_gap(honest: Honest, table: Table) -> Any:
    return honest(table) + 2


def _address_dropped(honest: Honest, client: Row) -> Row:
    kept: Row = honest(client)
    return {**kept, **dict.fromkeys(MAILING_MEMBERS)} if kept["same_forward_address"] else kept


# What is accepted


def _name_without_kind(honest: Honest, name: str, kind: str | None) -> Any:
    return honest(name, kind) or (name == "company_name" and kind is None)


def _invoice_kind(honest: Honest, body: Body) -> Any:
    name, other = "business_activity_kind", "client_business_activity_kind"
    return honest(body if name in body or other not in body else {**body, name: body[other]})


def _white_space_counts(honest: Honest, client: Row, name: str) -> bool:
    del honest
    return not client[name]


def _polish_codes_unchecked(honest: Honest, country: str | None) -> Any:
    return country != "PL" and honest(country)


def _foreign_codes_refused(honest: Honest, country: str | None) -> Any:
    return country != "PL" or honest(country)


def _nip_checked(honest: Honest, client: Row) -> Iterator[Problem]:
    yield from honest(client)
    nip = (client["nip"] or "").strip()
    if nip and client["country"] == "PL" and not nips.is_right(nip):
        yield Problem("nip", "NIP jest nieprawidłowy")


def _email_checked(honest: Honest, client: Row) -> Iterator[Problem]:
    yield from honest(client)
    name, at, host = (client["email"] or "").rpartition("@")
    if client["email"] and not (name and at and host):
        yield Problem("email", "Adres email jest nieprawidłowy")


def _nulls_refused(honest: Honest, given: Body) -> Any:
    nulls = [name for name, value in given.items() if value is None]
    if nulls:
        problems = (Problem(name, f"Pole {name} nie może być puste") for name in nulls)
        raise Refusal(Kind.INVALID, *problems)
    return honest(given)


def _nulls_kept(honest: Honest, given: Body) -> Any:
    return honest({name: value for name, value in given.items() if value is not None})


def _empty_update_refused(honest: Honest) -> None:
    del honest
    raise refusal(Kind.MALFORMED, "Podaj, co zmienić w kliencie")


def _gone(honest: Honest, state: State, user: int, client_id: int, body: Body, *, now: str) -> Any:
    if state.clients.get(client_id) is None and 0 < client_id <= state.clients.last_id:
        raise refusal(Kind.GONE, f"Klient o id {client_id} został usunięty", place="path")
    return honest(state, user, client_id, body, now=now)


# How it is refused


def _first_problem(honest: Honest, problems: Sequence[Problem]) -> Any:
    return honest(problems)[:1]


def _as_texts(honest: Honest, problems: Sequence[Problem]) -> Any:
    return {name: " ".join(texts) for name, texts in honest(problems).items()}


def _under_base(honest: Honest, problems: Sequence[Problem]) -> Any:
    return {"base": [text for texts in honest(problems).values() for text in texts]}


def _with_error(honest: Honest, refused: Refusal) -> Any:
    return {**honest(refused), "error": "Nie udało się zapisać klienta."}


def _as_message(honest: Honest, refused: Refusal) -> Any:
    return "message" if refused.kind in (Kind.MISSING, Kind.PATH) else honest(refused)


VARIATIONS = (
    Variation("key-in-query-refused", {"access.key_in_query": _always(None)}),
    Variation(
        "unauthorized-says-other-words",
        {"access.missing_key": _other_words, "access.wrong_key": _other_words},
    ),
    Variation("absent-without-key-404", {"access.authenticate": _absent_first}),
    Variation("foreign-client-401", {"rules.foreign": _foreign_unauthorized}),
    Variation("foreign-client-403", {"rules.foreign": _foreign_forbidden}),
    Variation("no-extension-406", {"gate.no_extension": _of_kind(Kind.FORM)}),
    Variation("client-path-406", {"errors.status": _path_form}),
    Variation("client-method-404", {"gate.wrong_method": _unknown_methods}),
    Variation("patch-answers-404", {"gate.wrong_method": _patch_unknown}),
    Variation("patch-updates", {"gate.method": _patch_as_put}),
    Variation("body-type-400", {"errors.status": _media_type_400}),
    Variation("body-type-overlooked", {"gate.check_media_type": _always(None)}),
    Variation("retry-after-untold", {"errors.retry_after": _always({})}),
    Variation("count-of-first-ten", {"views.count": _of_first_ten}),
    Variation("odd-paging-defaulted", {"rules.odd": _defaulted}),
    Variation("limit-above-100-refused", {"rules.bounded": _refused_above}),
    Variation("links-always-carry-limit", {"views.link_has_limit": _always(True)}),
    Variation("links-under-called-path", {"handlers.path": _called_path}),
    Variation("page-parameters-honoured", {"handlers.list_clients": _numbered_pages}),
    Variation("names-ignoring-case", {"rules.collated": _ignoring_case}),
    Variation("names-by-code-point", {"rules.collated": _by_code_point}),
    Variation("missing-names-first", {"rules.is_late": _early}),
    Variation("ties-newest-first", {"rules.tied": _newest_first}),
    Variation("order-without-direction-defaults", {"rules.direction": _always("")}),
    Variation("order-by-two-attributes", {"rules.is_sortable": _by_two_attributes}),
    Variation("unknown-order-refused", {"rules.unknown_order": _order_refused}),
    Variation("unknown-fields-refused", {"views.check_unknown_field": _field_refused}),
    Variation("cont-heeds-case", {"rules.occurs": _heeding_case}),
    Variation("nip-eq-compares-digits", {"rules.same_nip": _nip_by_digits}),
    Variation("clean-nip-strips-hyphens-stored", {"rules.same_digits": _hyphens_stored}),
    Variation("email-filter-ignored", {"rules.is_searched_by_email": _always(False)}),
    Variation("other-filters-ignored", {"rules.is_searched_by_any": _always(False)}),
    Variation("null-filter-ignored", {"rules.is_searched_by_null": _always(False)}),
    Variation("empty-filter-matches-empty", {"rules.without_value": _empty_kept}),
    Variation("unknown-filter-refused", {"rules.not_understood": _filter_refused}),
    Variation("bare-filter-applied", {"gate.bare_conditions": _bare_conditions}),
    Variation("conditions-any-applies", {"rules.meets": _any_condition}),
    Variation("filter-in-body-ignored", {"gate.conditions_in_body": _always({})}),
    Variation("unset-text-null", {"views.unset": _always(None)}),
    Variation("unset-text-empty", {"views.unset": _always("")}),
    Variation("unset-days-null", {"views.unset_days": _always(None)}),
    Variation("days-as-text", {"views.days": _days_as_text}),
    Variation("empty-text-unset", {"rules.text": _empty_unset}),
    Variation("newer-members-shown", {"views.client": _with_newer_members}),
    Variation("nip-kept-without-hyphens", {"rules.text": _without_hyphens}),
    Variation("client-ids-with-gaps", {"rules.next_id": _id_with_gap}),
    Variation("mailing-address-dropped", {"rules.addressed": _address_dropped}),
    Variation("name-without-kind-needed", {"rules.is_needed": _name_without_kind}),
    Variation("invoice-kind-understood", {"rules.given": _invoice_kind}),
    Variation("whitespace-name-present", {"rules.lacks": _white_space_counts}),
    Variation("country-code-unchecked", {"rules.is_country": _always(True)}),
    Variation("postal-code-unchecked", {"rules.has_known_form": _polish_codes_unchecked}),
    Variation("foreign-postal-code-refused", {"rules.has_known_form": _foreign_codes_refused}),
    Variation("mailing-postal-code-free", {"rules.mailing_postal_code": _always(())}),
    Variation("nip-checksum-checked", {"rules.nip": _nip_checked}),
    Variation("email-form-checked", {"rules.email": _email_checked}),
    Variation("odd-days-overlooked", {"rules.is_odd": _always(False)}),
    Variation("null-on-create-refused", {"rules.without_nulls": _nulls_refused}),
    Variation("update-with-null-keeps", {"rules.with_nulls": _nulls_kept}),
    Variation("empty-update-refused", {"rules.check_empty_update": _empty_update_refused}),
    Variation("update-of-deleted-410", {"rules.update_client": _gone}),
    Variation("missing-root-422", {"gate.missing_root": _of_kind(Kind.INVALID)}),
    Variation("malformed-body-422", {"gate.unreadable": _of_kind(Kind.INVALID)}),
    Variation("several-problems-first", {"errors.listed": _first_problem}),
    Variation("errors-texts-by-attribute", {"errors.by_attribute": _as_texts}),
    Variation("errors-lists-under-base", {"errors.by_attribute": _under_base}),
    Variation("errors-with-error", {"errors.invalid": _with_error}),
    Variation("not-found-says-message", {"errors.name": _as_message}),
)
