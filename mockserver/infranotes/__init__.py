"""InfraNotes: clients, their contact persons and custom fields, behind JSON Web Tokens."""

from __future__ import annotations

from mockserver.api import Api, Setting
from mockserver.gate import Gate
from mockserver.infranotes import auth, state
from mockserver.infranotes.errors import Errors
from mockserver.infranotes.faults import FAULTS
from mockserver.infranotes.handlers import Handlers
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
    example="/clients",
    settings={
        auth.SECRET: Setting(
            auth.DEVELOPMENT_SECRET,
            "The secret that InfraNotes tokens are signed with.",
            is_secret=True,
        ),
    },
    check_settings=auth.check_settings,
    faults=FAULTS,
    variations=VARIATIONS,
)
