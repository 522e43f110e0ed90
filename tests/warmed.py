"""What a process that runs the tools has loaded: imported by the process itself, before any run."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Mapping

import click
from schemathesis.cli import schemathesis

import conformance.cli
from mockserver.api import apis
from tests import tapes

COMMANDS: Mapping[str, click.Command] = {
    "schemathesis": schemathesis,
    "suite": conformance.cli.main,
}

# Loaded by the commands themselves when they begin.
importlib.import_module("schemathesis.cli.commands.run.executor")

logging.disable()
for _name in apis():
    tapes.tapes(_name, "documented", quick=False)
    tapes.tapes(_name, "observed", quick=False)
