"""Faults in the settings of a client."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.answers import Problem
from mockserver.changes import always
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import (
    Body,
    created_from,
    fault,
    observed,
    updated_with,
)
from mockserver.store import Row


def _settings(change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Callable[[Body], Body]:
    """Return a function that changes the settings of a body, if it has any."""

    def changed(body: Body) -> Body:
        sent = body.get("settings")
        return {**body, "settings": change(sent)} if isinstance(sent, Mapping) else body

    return changed


def _dropping(name: str, wrong: Callable[[Any], bool]) -> Callable[[Body], Body]:
    """Return a function that takes a setting out of a body if it is wrong."""

    def drop(sent: Mapping[str, Any]) -> Mapping[str, Any]:
        found = sent.get(name)
        bad = found is not None and wrong(found)
        return {key: one for key, one in sent.items() if key != name or not bad}

    return _settings(drop)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and not value.isdigit()


def _as_number(honest: Honest, *arguments: Any) -> Any:
    client = honest(*arguments)
    settings = client["settings"]
    currency = settings.get("currency_id", "")
    if not currency.isdigit():
        return client
    return {**client, "settings": {**settings, "currency_id": int(currency)}}


def _pounds_lost(honest: Honest, name: str, value: Any) -> Any:
    stored = honest(name, value)
    return "1" if name == "currency_id" and stored == "2" else stored


def _former_currency(honest: Honest, company: Row, former: Body, body: Body) -> Any:
    del honest, company, body
    return former.get("currency_id")


def _array_kept(honest: Honest, body: Body) -> Any:
    array = body.get("settings") == []
    return {**honest(body), "settings": []} if array else honest(body)


def _no_currency(honest: Honest, state: Any, company: Row, group: Any, body: Body) -> Any:
    settings = honest(state, company, group, body)
    return (
        settings if {"settings", "currency_code"} & body.keys() else {**settings, "currency_id": ""}
    )


def _replaced(honest: Honest, company: Row, former: Body, body: Body) -> Any:
    sent = body.get("settings") or {}
    kept = former if "invoice_terms" not in sent else {}
    return honest(company, kept, body)


def _rate_refused(honest: Honest, body: Body) -> Any:
    yield from honest(body)
    sent = body.get("settings")
    if isinstance(sent, Mapping) and isinstance(sent.get("default_task_rate"), str):
        yield Problem("settings", "default_task_rate is not a valid float")


def _on_refused(honest: Honest, body: Body) -> Any:
    yield from honest(body)
    sent = body.get("settings")
    if isinstance(sent, Mapping) and sent.get("send_reminders") == "on":
        yield Problem("settings", "send_reminders is not a valid bool")


def _stored(name: str) -> Change:
    """Return a change of `rules.is_left_out`: a setting is stored that never is."""

    def changed(honest: Honest, setting: str, value: Any) -> Any:
        return setting != name and honest(setting, value)

    return changed


def _code_ignored(code: str) -> Callable[[Body], Body]:
    def ignore(body: Body) -> Body:
        same = body.get("currency_code") == code
        return {name: one for name, one in body.items() if name != "currency_code" or not same}

    return ignore


def _english(honest: Honest, body: Body) -> Any:
    unknown = body.get("language_code") and not honest(body)
    return {"language_id": "1"} if unknown else honest(body)


STORE = "rules.store_client"

FAULTS = (
    fault(
        "currency-as-number",
        {"views.client": _as_number},
        "`currency_id` in the settings is a number.",
        "NIN-SETTING-01",
    ),
    fault(
        "currency-not-stored",
        {"rules.stored_setting": _pounds_lost},
        "Currency 2 is stored as 1.",
        "NIN-SETTING-02",
    ),
    fault(
        "flags-always-true",
        {"rules.flag": always(True)},
        "Every flag in the settings is stored as true.",
        "NIN-SETTING-17",
    ),
    observed(
        "empty-currency-ignored-in-update",
        {"rules.currency_after": _former_currency},
        "An empty currency leaves the former one.",
        "NIN-SETTING-03",
    ),
    observed(
        "letters-as-currency-dropped-in-update",
        {"rules.update_client": updated_with(_dropping("currency_id", _is_word))},
        "A currency that is no number is ignored in an update.",
        "NIN-SETTING-04",
    ),
    observed(
        "settings-as-array-refused",
        {"gate.normalised": _array_kept},
        "Settings that are an empty array are refused.",
        "NIN-SETTING-05",
    ),
    observed(
        "no-settings-no-currency",
        {"rules.new_settings": _no_currency},
        "A client without settings, and without a currency of its own, has none.",
        "NIN-SETTING-06",
    ),
    observed(
        "settings-replaced",
        {"rules.changed_settings": _replaced},
        "Settings with terms replace the former ones.",
        "NIN-SETTING-07",
    ),
    observed(
        "letters-as-terms-dropped",
        {STORE: created_from(_dropping("payment_terms", _is_word))},
        "Payment terms that are no number are ignored.",
        "NIN-SETTING-08",
    ),
    observed(
        "letters-as-rate-refused",
        {"rules.wrong_types": _rate_refused},
        "A rate that is no number is refused.",
        "NIN-SETTING-09",
    ),
    observed(
        "no-yes-dropped",
        {STORE: created_from(_dropping("send_reminders", lambda one: one == "faaalse"))},
        "A flag that is a text other than a yes is ignored.",
        "NIN-SETTING-10",
    ),
    observed(
        "on-refused",
        {"rules.wrong_types": _on_refused},
        "A flag of `on` is refused.",
        "NIN-SETTING-11",
    ),
    observed(
        "translations-stored",
        {"rules.is_left_out": _stored("translations")},
        "`translations` are stored.",
        "NIN-SETTING-12",
    ),
    observed(
        "currency-code-ignored",
        {STORE: created_from(_code_ignored("AUD"))},
        "The `currency_code` of Australia is ignored.",
        "NIN-SETTING-13",
    ),
    observed(
        "language-code-ignored",
        {"rules.language_by_code": always({})},
        "`language_code` is ignored.",
        "NIN-SETTING-14",
    ),
    observed(
        "unknown-language-is-english",
        {"rules.language_by_code": _english},
        "A `language_code` that does not exist means English.",
        "NIN-SETTING-15",
    ),
    observed(
        "pdf-variables-stored",
        {"rules.is_left_out": _stored("pdf_variables")},
        "`pdf_variables` are stored.",
        "NIN-SETTING-16",
    ),
)
