"""inFakt as the engine knows it: all that it is made of."""

from __future__ import annotations

from mockserver.api import Api
from mockserver.infakt import auth, state
from mockserver.infakt.errors import Errors
from mockserver.infakt.faults import FAULTS
from mockserver.infakt.gate import Gate
from mockserver.infakt.handlers import Handlers
from mockserver.infakt.options import SETTINGS
from mockserver.infakt.rules import Rules
from mockserver.infakt.variations import VARIATIONS
from mockserver.infakt.views import Views


class Behaviour:
    """All parts of the honest behaviour, made anew for each set of deviations."""

    def __init__(self) -> None:
        self.gate = Gate()
        self.access = auth.Access()
        self.errors = Errors()
        self.rules = Rules()
        self.views = Views()
        self.handlers = Handlers(self.rules, self.views)


API = Api(
    name="infakt",
    behaviour=Behaviour,
    load=state.load,
    export=state.export,
    credential=auth.credential,
    headers=auth.headers,
    settings=SETTINGS,
    example="/clients.json",
    faults=FAULTS,
    variations=VARIATIONS,
)
