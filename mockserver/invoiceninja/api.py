"""Invoice Ninja as the engine knows it: all that it is made of."""

from __future__ import annotations

from mockserver.api import Api
from mockserver.invoiceninja import auth, files, form_reading, state
from mockserver.invoiceninja.errors import Errors
from mockserver.invoiceninja.faults import FAULTS
from mockserver.invoiceninja.gate import Gate
from mockserver.invoiceninja.handlers import Handlers
from mockserver.invoiceninja.ids import Ids
from mockserver.invoiceninja.options import SETTINGS
from mockserver.invoiceninja.rules import Rules
from mockserver.invoiceninja.variations import VARIATIONS
from mockserver.invoiceninja.views import Views


class Behaviour:
    """All parts of the honest behaviour, made anew for each set of deviations."""

    def __init__(self) -> None:
        self.gate = Gate()
        self.access = auth.Access()
        self.errors = Errors()
        self.ids = Ids()
        self.rules = Rules(self.ids)
        self.views = Views(self.ids)
        self.handlers = Handlers(self.rules, self.views)


API = Api(
    name="invoiceninja",
    behaviour=Behaviour,
    load=state.load,
    export=state.export,
    credential=auth.credential,
    headers=auth.headers,
    settings=SETTINGS,
    example="/clients",
    password=auth.password,
    check_settings=form_reading.check_settings,
    faults=FAULTS,
    variations=VARIATIONS,
    max_body=files.LARGEST_REQUEST,
)
