"""E-mail that could not be delivered, and the tax data of a client: services behind the service.

The tax data of clients are looked up three times a minute at most (NIN-LIMIT-02). So a refusal for that
reason says nothing, and as the limit is each user's own, another user asks for what has to succeed.
"""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.expect import Skipped
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import Record, bare, parsed

# The bounce of the document's example; which ones there are on a server, no documented operation tells.
BOUNCE = "123243"
TOO_MANY = 429
MOST_A_MINUTE = 3


def _reactivated(api: Driver) -> Answer:
    return api.call("reactivateEmail", {"bounce_id": BOUNCE})


@check("NIN-EMAIL-01")
def a_suppression_is_removed_or_not(api: Driver) -> None:
    expect.status(_reactivated(api), 200, 400)


@check("NIN-EMAIL-02")
def a_removed_suppression_is_told(api: Driver) -> None:
    answer = _reactivated(api)
    if answer.status == 400:
        raise Skipped("needs a bounce that the mail service knows, and none is known")
    expect.success(answer)
    body = parsed(answer)
    told = isinstance(body, dict) and isinstance(body.get("message"), str)
    expect.that(told, "a message", answer.summary)


def _asking(api: Driver) -> Driver:
    return api.other if api.target.other_token else api


def _looked_up(api: Driver, client: Record) -> Answer:
    """Ask for the tax data of a client.

    Raises:
        Skipped: there were too many such requests within this minute.
    """
    answer = api.call("updateClientTaxData", {"client": client["id"]})
    if answer.status == TOO_MANY:
        raise Skipped("needs a minute with less than three requests for tax data")
    return answer


@check("NIN-TAX-01")
def tax_data_can_be_updated(api: Driver) -> None:
    user = _asking(api)
    expect.success(_looked_up(user, user.new_client()))


@check("NIN-TAX-02")
def an_update_of_tax_data_answers_with_the_client(api: Driver) -> None:
    user = _asking(api)
    client = user.new_client()
    answer = _looked_up(user, client)
    expect.success(answer)
    expect.equal(bare(parsed(answer)).get("id"), client["id"], "client")


@check("NIN-TAX-03")
def a_client_that_never_was_has_no_tax_data(api: Driver) -> None:
    user = _asking(api)
    expect.refused(_looked_up(user, user.absent()))


@check("NIN-LIMIT-02")
def the_fourth_request_of_a_minute_is_refused(api: Driver) -> None:
    client = api.new_client()
    for _ in range(MOST_A_MINUTE):
        api.call("updateClientTaxData", {"client": client["id"]})
    expect.status(api.call("updateClientTaxData", {"client": client["id"]}), TOO_MANY)
