"""InfraNotes as the engine knows it: all that it is made of."""

from __future__ import annotations

from mockserver.api import Api
from mockserver.gate import Gate
from mockserver.infranotes import auth, state
from mockserver.infranotes.errors import Errors
from mockserver.infranotes.faults import FAULTS
from mockserver.infranotes.handlers import Handlers
from mockserver.infranotes.options import SETTINGS
from mockserver.infranotes.rules import Rules
from mockserver.infranotes.variations import VARIATIONS
from mockserver.infranotes.views import Views


class Behaviour:
    """All parts of the honest behaviour, made anew for each set of deviations."""

    def __init__(self) -> None:
        self.gate = Gate()
        self.access = auth.Access()
        self.errors = Errors()
        self.rules = Rules()
        self.views = Views(self.rules)
        self.handlers = Handlers(self.rules, self.views)


API = Api(
    name="infranotes",
    behaviour=Behaviour,
    load=state.load,
    export=state.export,
    credential=auth.credential,
    headers=auth.headers,
    settings=SETTINGS,
    example="/clients",
    check_settings=auth.check_settings,
    faults=FAULTS,
    variations=VARIATIONS,
)
