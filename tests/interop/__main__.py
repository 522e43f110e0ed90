"""Programs that we did not write, at work on the specs and the mock: `make interop`.

Exit status: 0 if all that was run passed, 1 if something failed, 3 if nothing could be run.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Iterator, Sequence

from rich.console import Console

from mockserver.api import apis
from tests.interop import clients, linting, postman, schemathesis_cli
from tests.interop.outcome import Outcome, render

PARTS = {
    "lint": linting.outcomes,
    "clients": clients.outcomes,
    "schemathesis": schemathesis_cli.outcomes,
    "postman": postman.outcomes,
}


# Of the table where there is no terminal to fit it to.
WIDTH = 140


def main(given: Sequence[str]) -> int:
    """Run the parts that are asked for, all if none is, and print a table."""
    parser = argparse.ArgumentParser(prog="make interop", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--api", choices=[*apis()], help="only this API")
    told = parser.parse_args(given)
    unknown = [part for part in told.parts if part not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]!r}; there are: {', '.join(PARTS)}")
    logging.disable(logging.WARNING)  # some programs send what is no HTTP
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    chosen = [told.api] if told.api else [*apis()]
    return render(_outcomes(told.parts or [*PARTS], chosen), console)


def _outcomes(parts: Sequence[str], chosen: Sequence[str]) -> Iterator[Outcome]:
    for part in parts:
        for one in PARTS[part](chosen):
            print(f"{one.verdict}: {one.program}, {one.api}", file=sys.stderr, flush=True)
            yield one


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
