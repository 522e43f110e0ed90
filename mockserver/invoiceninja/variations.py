"""The other choices where the document of Invoice Ninja leaves one: see its `silences.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, Reply, refusal
from mockserver.call import Call
from mockserver.changes import after, always, without
from mockserver.faults import Honest, Variation
from mockserver.invoiceninja import coercion
from mockserver.invoiceninja.contacts import Body
from mockserver.invoiceninja.context import Context
from mockserver.invoiceninja.ids import LONG_CODEC
from mockserver.invoiceninja.settings import kinds
from mockserver.invoiceninja.state import BLANK, FIXED_IDS, FLAGS, TEXTS, State
from mockserver.invoiceninja.variations_of_lists import VARIATIONS as OF_LISTS
from mockserver.invoiceninja.variations_of_lists import of_kind
from mockserver.store import Row

Shown = dict[str, Any]

HIDDEN = ("display_name", "gateway_tokens", "classification", "tax_info", "e_invoice")
EXTRA = {"x_region": "eu", "x_flags": []}
OF_OWNER = ("user_id", "accepted_terms_version", "confirmation_code", "token")
DISPUTED = ("SettingTextOrFlag", "SettingTextOrNumber", "SettingTextOrObject")


# Refusals


def _without_details(honest: Honest, refused: Refusal) -> Shown:
    of_token = refused.kind is Kind.FORBIDDEN and refused.problems[0].place == "header"
    return {"errors": {}} if of_token else honest(refused)


def _unknown_method(honest: Honest, call: Call, allowed: str) -> Refusal:
    return Refusal(Kind.MISSING, *honest(call, allowed).problems)


def _nothing_to_strangers(honest: Honest, call: Call) -> Any:
    access = honest.behaviour.access
    token = access.token(call)
    known = token and access.user(call.state, token)
    return honest(call) if known else access.no_user(token)


def _requested_with_demanded(honest: Honest, call: Call) -> None:
    honest(call)
    if "x-requested-with" not in call.headers:
        raise refusal(Kind.MALFORMED, "X-Requested-With is required", place="header")


def _redirected(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal as refused:
        script = call.headers.get("x-requested-with") == "XMLHttpRequest"
        if refused.kind is not Kind.INVALID or script or "json" in call.headers.get("accept", ""):
            raise
        return Reply(b"", 302, {"Location": call.headers.get("referer", "/")})


def _unreadable_as(kind: Kind) -> Any:
    """Return a change of `gate.decoded`: what is no JSON is refused as this."""

    def changed(honest: Honest, raw: bytes) -> Any:
        try:
            return honest(raw)
        except Refusal as refused:
            raise Refusal(kind, *refused.problems) from None

    return changed


def _unreadable_ignored(honest: Honest, raw: bytes) -> Any:
    try:
        return honest(raw)
    except Refusal:
        return {}


def _label_malformed(honest: Honest, *arguments: Any) -> None:
    try:
        honest(*arguments)
    except Refusal as refused:
        raise Refusal(Kind.MALFORMED, *refused.problems) from None


def _typed_anyhow(honest: Honest, call: Call, body: Shown) -> Shown:
    return coercion.client(honest(call, body))


def _with_code(honest: Honest, refused: Refusal) -> Shown:
    return {**honest(refused), "code": honest.behaviour.errors.status(refused)}


def _deleted_as(status: int) -> Any:
    """Return a change of `errors.status`: that of an update of a deleted client."""

    def changed(honest: Honest, refused: Refusal) -> Any:
        return status if refused.kind is Kind.GONE else honest(refused)

    return changed


# What answers look like


def _one_number(shown: Mapping[str, str]) -> Shown:
    return {**shown, "X-MINIMUM-CLIENT-VERSION": "5.0"}


def _as_number(value: str) -> int | str:
    return int(value) if value.isdigit() else value


def _for_owner(honest: Honest, context: Context, contact: Row) -> Shown:
    client = honest.behaviour.ids.encode(contact["client_id"])
    return {**honest(context, contact), "client_id": client, **dict.fromkeys(OF_OWNER, "")}


def _with_extra(shown: Shown) -> Shown:
    return {**shown, **EXTRA}


def _zero_emptied(honest: Honest, row: Row, names: Sequence[str]) -> Any:
    return honest({name: "" if row[name] == "0" else row[name] for name in names}, names)


# Creating and updating


def _contacts_and_country(honest: Honest, body: Body, former: Row | None) -> Iterator[Problem]:
    yield from honest(body, former)
    if former is None:
        if body.get("contacts") is None:
            yield Problem("contacts", "The contacts field is required")
        if body.get("country_id") is None and not body.get("country_code"):
            yield Problem("country_id", "The country_id field is required")


def _contacts_to_update(honest: Honest, body: Body, former: Row | None) -> Iterator[Problem]:
    yield from honest(body, former)
    if former is not None and body.get("contacts") is None:
        yield Problem("contacts", "The contacts field is required")


def _no_contact(honest: Honest, sent: Sequence[Body] | None) -> Sequence[Body]:
    return () if sent is None else honest(sent)


def _not_one(honest: Honest, country: str) -> bool:
    return country != "1" and bool(honest(country))


def _without_flag(honest: Honest, *arguments: Any) -> Shown:
    return without("has_valid_vat_number")(honest(*arguments))


def _emptied(honest: Honest, former: Row) -> Row:
    names = {*TEXTS, *FIXED_IDS, *FLAGS, "group_settings_id", "assigned_user_id"} - {"number"}
    del honest
    return {**former, **{name: BLANK["clients"][name] for name in names - {"country_id"}}}


def _company_currency(honest: Honest, company: Row, former: Body, body: Body) -> str:
    del honest, former, body
    return str(company["currency_id"])


def _disputed_texts(honest: Honest, body: Body) -> Iterator[Problem]:
    yield from honest(body)
    sent = body.get("settings")
    for name, value in sent.items() if isinstance(sent, dict) else ():
        if kinds().get(name) in DISPUTED and not isinstance(value, str | None):
            yield Problem("settings", f"{name} is not a valid string")


# Deleting, purging, merging


def _says_nothing(honest: Honest, call: Call) -> Reply:
    reply: Reply = honest(call)
    return replace(reply, body=b"")


def _same_time(honest: Honest, client: Row, now: str) -> int:
    del honest, now
    return int(client["updated_at"])


def _purged_shown(honest: Honest, call: Call) -> Reply:
    before, behaviour = call.state, honest.behaviour
    honest(call)
    client = before.clients[behaviour.ids.decode(call["id"])]
    context = Context(before, behaviour.handlers.origin(call))
    return Reply(behaviour.views.item(None, behaviour.views.client(context, client)))


def _demoted(honest: Honest, state: State, client: Row, contacts: list[Row]) -> list[Row]:
    return [{**one, "is_primary": False} for one in honest(state, client, contacts)]


def _stays_quietly(honest: Honest, bounce: Row | None) -> str:
    try:
        return str(honest(bounce))
    except Refusal as refused:
        return refused.problems[0].message


_WRITING = (
    *("store_client", "update_client", "bulk_clients", "upload_client", "client_statement"),
)

VARIATIONS = (
    Variation(
        "token-refused-403",
        {"access.no_user": of_kind(Kind.FORBIDDEN), "errors.details": _without_details},
    ),
    Variation("foreign-company-401", {"rules.foreign": of_kind(Kind.UNAUTHENTICATED)}),
    Variation("foreign-company-404", {"rules.foreign": of_kind(Kind.MISSING)}),
    Variation("foreign-company-400", {"rules.foreign": of_kind(Kind.PATH)}),
    Variation("not-admin-401", {"rules.not_allowed": of_kind(Kind.UNAUTHENTICATED)}),
    Variation("unknown-id-404", {"rules.unknown": of_kind(Kind.MISSING)}),
    Variation("malformed-id-404", {"rules.malformed": of_kind(Kind.MISSING)}),
    Variation("malformed-id-422", {"rules.malformed": of_kind(Kind.INVALID)}),
    Variation("no-such-method-404", {"gate.wrong_method": _unknown_method}),
    Variation("no-such-path-401", {"gate.unknown_path": _nothing_to_strangers}),
    Variation("requested-with-demanded", {"gate.check_requested_with": _requested_with_demanded}),
    Variation("errors-redirect-browsers", {f"handlers.{name}": _redirected for name in _WRITING}),
    Variation("malformed-json-422", {"gate.decoded": _unreadable_as(Kind.INVALID)}),
    Variation("malformed-json-ignored", {"gate.decoded": _unreadable_ignored}),
    Variation("body-label-400", {"gate.check_media_type": _label_malformed}),
    Variation("body-label-ignored", {"gate.check_media_type": always(None)}),
    Variation("wrong-types-coerced", {"gate.typed": _typed_anyhow}),
    Variation("errors-with-code", {"errors.body": _with_code}),
    Variation("client-version-number", {"gate.versions": after(_one_number)}),
    Variation("static-ids-as-numbers", {"views.fixed_id": after(_as_number)}),
    Variation("absent-text-null", {"views.absent_text": always(None)}),
    Variation("undocumented-members-absent", {"views.client": after(without(*HIDDEN))}),
    Variation("contact-members-shown", {"views.contact": _for_owner}),
    Variation(
        "answers-with-unknown-members",
        {f"views.{name}": after(_with_extra) for name in ("client", "contact", "document")},
    ),
    Variation("ids-of-sixteen-characters", {"ids.codec": always(LONG_CODEC)}),
    Variation("zero-text-emptied", {"views.texts": _zero_emptied}),
    Variation("contacts-and-country-demanded", {"rules.missing": _contacts_and_country}),
    Variation("missing-contacts-none", {"rules.at_least_one": _no_contact}),
    Variation("blank-email-empty", {"rules.blank_email": always("")}),
    Variation("country-one-refused", {"rules.is_country": _not_one}),
    Variation("vat-flag-ignored", {"rules.members": _without_flag}),
    Variation("update-replaces-everything", {"rules.untouched": _emptied}),
    Variation("missing-contacts-refused", {"rules.missing": _contacts_to_update}),
    Variation("update-deleted-404", {"errors.status": _deleted_as(404)}),
    Variation("update-deleted-409", {"errors.status": _deleted_as(409)}),
    Variation("update-deleted-422", {"errors.status": _deleted_as(422)}),
    Variation("currency-reset", {"rules.currency_after": _company_currency}),
    Variation("unknown-currency-code-ignored", {"rules.is_currency_code": always(True)}),
    Variation("unknown-currency-stored", {"rules.is_currency": always(True)}),
    Variation("disputed-settings-texts", {"rules.wrong_types": _disputed_texts}),
    Variation("delete-says-nothing", {"handlers.delete_client": _says_nothing}),
    Variation("lifecycle-keeps-updated-at", {"rules.touched": _same_time}),
    Variation("new-value-missing-empties", {"rules.wrong_value": always(())}),
    Variation("template-members-optional", {"rules.wrong_template": always(())}),
    Variation("password-refused-401", {"access.no_password": of_kind(Kind.UNAUTHENTICATED)}),
    Variation("password-refused-403", {"access.no_password": of_kind(Kind.FORBIDDEN)}),
    Variation(
        "password-remembered",
        {
            "access.is_remembered": lambda honest, call, user: (
                honest.behaviour.access.was_right_lately(call, user)
            )
        },
    ),
    Variation("purge-shows-client", {"handlers.purge_client": _purged_shown}),
    Variation("merge-demotes", {"rules.welcome": _demoted}),
    Variation("merge-drops-credit", {"rules.credits": always(())}),
    Variation("email-refused-200", {"rules.email_stays": _stays_quietly}),
    Variation("email-says-nothing", {"handlers.reactivate_email": _says_nothing}),
    Variation("tax-says-nothing", {"handlers.update_client_tax_data": _says_nothing}),
    *OF_LISTS,
)
