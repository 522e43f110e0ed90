"""Faults in creating and reading clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, Reply
from mockserver.call import Call
from mockserver.changes import altered, answered, with_status, without
from mockserver.faults import Change, Fault, Honest
from mockserver.infakt.faults.changes import (
    created_from,
    of_one_word,
    of_whole,
    problems_when,
    refused_as,
    without_unset,
    wrapped,
)
from mockserver.infakt.state import TEXTS, WORDS, State
from mockserver.infakt.validation import Body
from mockserver.store import Row

FREE = tuple(name for name in TEXTS if name not in ("country", *WORDS))
MISTAKEN = ("name", "post_code", "tax_code")


def _of_one_number(body: Body) -> bool:
    """Tell whether a body has nothing but a country and a name of one word."""
    return {*body} == {"company_name", "country"} and of_one_word(body)


def _third_replaces_second(honest: Honest, state: State, user: int, body: Body, *, now: str) -> Any:
    made, client = honest(state, user, body, now=now)
    last = [state.clients.get(state.clients.last_id - back) or {} for back in (0, 1)]
    bare = (
        one for one in last if one.get("street") is None and " " not in str(one["company_name"])
    )
    if not (_of_one_number(body) and all(last) and len(list(bare)) == len(last)):
        return made, client
    client = {**client, "id": state.clients.last_id}
    return replace(state, clients=state.clients.put(client)), client


def _unlisted(honest: Honest, state: State, user: int) -> Any:
    return [
        one
        for one in honest(state, user)
        if one["street"] or not one["nip"] or not of_one_word(one) or one["business_activity_kind"]
    ]


def _refusing(*names: str) -> Change:
    """Return a change of `rules.create_client`: bodies with these members are refused."""

    def changed(honest: Honest, state: State, user: int, body: Body, *, now: str) -> Any:
        problems = [Problem(name, f"Pole {name} jest nieznane") for name in names if name in body]
        if problems:
            raise Refusal(Kind.INVALID, *problems)
        return honest(state, user, body, now=now)

    return changed


def _refusing_empty(*names: str) -> Change:
    """Return a change of `rules.create_client`: these members must not be empty."""

    def changed(honest: Honest, state: State, user: int, body: Body, *, now: str) -> Any:
        problems = [Problem(name, f"Podaj {name}") for name in names if body.get(name) == ""]
        if problems and of_one_word(body):
            raise Refusal(Kind.INVALID, *problems)
        return honest(state, user, body, now=now)

    return changed


def _chosen_id(honest: Honest, state: State, user: int, body: Body, *, now: str) -> Any:
    made, client = honest(state, user, body, now=now)
    wanted = body.get("id")
    if not isinstance(wanted, int) or wanted < 1 or state.clients.get(wanted):
        return made, client
    client = {**client, "id": wanted}
    return replace(state, clients=state.clients.put(client)), client


def _with_mistaken(honest: Honest, call: Call) -> Reply:
    reply: Reply = honest(call)
    mistaken = {name: call.body[name] for name in MISTAKEN if name in call.body}
    return replace(reply, body={**reply.body, **mistaken})


def _with_clean_nip(honest: Honest, client: Row) -> Any:
    return {**honest(client), "clean_nip": client["nip"]}


def _nip_from_clean(body: Body) -> Body:
    return {**body, "nip": body["clean_nip"]} if "clean_nip" in body else body


def _country_given(body: Body) -> Body:
    return {"country": "PL", **body}


def _empty_country_given(body: Body) -> Body:
    return {**body, "country": "PL"} if body.get("country") == "" else body


def _without_number(body: Body) -> Body:
    known = body.get("flat_number") == "" and body.get("nip") == ""
    return without("street_number")(body) if known else body


def _texts_unchecked(honest: Honest, name: str, given: Mapping[str, Any]) -> Any:
    return [one for one in honest(name, given) if one.where not in FREE]


def _anything_as_text(honest: Honest, name: str, text: Any) -> Any:
    return honest(name, str(text))


def _id_as_text(shown: Mapping[str, Any]) -> Mapping[str, Any]:
    bare = of_one_word(shown) and not shown["nip"]
    return {**shown, "id": str(shown["id"])} if bare else shown


FAULTS = (
    Fault(
        "new-client-answers-200",
        {"handlers.created": with_status(200)},
        "Creating a client is answered with 200.",
        ("FAK-CREATE-01",),
    ),
    Fault(
        "create-answers-wrapped",
        {"handlers.created": answered(wrapped)},
        "A new client is answered under the root `client`.",
        ("FAK-CREATE-02", "FAK-SHAPE-01"),
    ),
    Fault(
        "new-id-is-text",
        {"handlers.created": answered(_id_as_text)},
        "The `id` of a new client with a name of one word and no tax number is a text.",
        ("FAK-CREATE-03", "FAK-SHAPE-01"),
    ),
    Fault(
        "create-answers-what-is-set",
        {"handlers.created": answered(without_unset)},
        "The answer to creating a client leaves out what is not set.",
        ("FAK-CREATE-04", "FAK-SHAPE-01"),
    ),
    Fault(
        "example-loses-number",
        {"rules.create_client": created_from(_without_number)},
        "A client with an empty flat number loses the number of its building.",
        ("FAK-CREATE-05",),
    ),
    Fault(
        "ids-shared",
        {"rules.create_client": _third_replaces_second},
        "Of three clients with nothing but a name, the third gets the `id` of the second.",
        ("FAK-CREATE-06",),
    ),
    Fault(
        "clients-with-nip-unlisted",
        {"rules.everybody": _unlisted},
        "Clients with a name of one word, a tax number and no street are not listed.",
        ("FAK-CREATE-07", "FAK-SEARCH-04", "FAK-SEARCH-05", "FAK-SEARCH-06"),
    ),
    Fault(
        "website-lost",
        {"rules.create_client": created_from(without("web_site"))},
        "The website of a new client is lost.",
        ("FAK-CREATE-08",),
    ),
    Fault(
        "country-optional",
        {"rules.create_client": created_from(_country_given)},
        "A new client without a country is taken for a Polish one.",
        ("FAK-CREATE-09",),
    ),
    Fault(
        "empty-country-accepted",
        {"rules.create_client": created_from(_empty_country_given)},
        "A new client with an empty country is taken for a Polish one.",
        ("FAK-CREATE-10",),
    ),
    Fault(
        "id-chosen",
        {"rules.create_client": _chosen_id},
        "A new client gets the `id` that is sent.",
        ("FAK-CREATE-11",),
    ),
    Fault(
        "mistaken-members-refused",
        {"rules.create_client": _refusing(*MISTAKEN)},
        "A new client with a member that the document does not have is refused.",
        ("FAK-CREATE-12",),
    ),
    Fault(
        "mistaken-members-shown",
        {"handlers.create_client": _with_mistaken},
        "Members that the document does not have come back.",
        ("FAK-CREATE-13",),
    ),
    Fault(
        "clean-nip-refused",
        {"rules.create_client": _refusing("clean_nip")},
        "A new client with `clean_nip` is refused.",
        ("FAK-CREATE-14",),
    ),
    Fault(
        "clean-nip-becomes-nip",
        {"rules.create_client": created_from(_nip_from_clean)},
        "`clean_nip` in a new client replaces `nip`.",
        ("FAK-CREATE-15",),
    ),
    Fault(
        "empty-choices-refused",
        {"rules.create_client": _refusing_empty("payment_method")},
        "An empty `payment_method` of a new client with a name of one word is refused.",
        ("FAK-CREATE-16",),
    ),
    Fault(
        "clean-nip-shown",
        {"views.client": _with_clean_nip},
        "Answers show `clean_nip`.",
        ("FAK-SHAPE-04",),
    ),
    Fault(
        "polish-prefix-refused",
        {"rules.broken": problems_when(lambda one: str(one["nip"]).startswith("PL"), "nip")},
        "A tax number with the prefix PL is refused.",
        ("FAK-SHAPE-02",),
    ),
    Fault(
        "anything-taken-for-text",
        {"rules.wrong_members": _texts_unchecked, "rules.text": _anything_as_text},
        "Numbers, lists and objects are accepted where a text belongs.",
        ("FAK-SHAPE-03",),
    ),
    Fault(
        "read-answers-wrapped",
        {"handlers.get_client": answered(wrapped)},
        "A client is read under the root `client`.",
        ("FAK-READ-01", "FAK-SHAPE-01"),
    ),
    Fault(
        "read-id-is-text",
        {"handlers.get_client": of_whole(_id_as_text)},
        "The `id` of a client with a name of one word and no tax number is read as a text.",
        ("FAK-READ-02", "FAK-SHAPE-01"),
    ),
    Fault(
        "read-answers-what-is-set",
        {"handlers.get_client": of_whole(without_unset)},
        "Reading a client leaves out what is not set.",
        ("FAK-READ-03",),
    ),
    Fault(
        "read-shortens-mailing-name",
        {"handlers.get_client": answered(altered("mailing_company_name", lambda name: name[:8]))},
        "Reading a client shows no more than 8 characters of `mailing_company_name`.",
        ("FAK-READ-04", "FAK-LIST-07"),
    ),
    Fault(
        "read-absent-answers-400",
        {"handlers.get_client": refused_as(Kind.MALFORMED)},
        "Reading a client that does not exist is answered with 400.",
        ("FAK-READ-05", "FAK-DELETE-04"),
    ),
)
