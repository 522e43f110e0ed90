"""The command line. What takes long to import is imported by the commands that need it."""

from __future__ import annotations

import functools
import ipaddress
import json
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import click

YEAR = 365 * 86400.0

_PREFIX = "setting_"


def _fail(message: str) -> NoReturn:
    """End with one sentence and the status of wrong use."""
    click.echo(f"mockserver: {message}", err=True)
    sys.exit(2)


class _WithSettings(click.Command):
    """A command that also takes the settings that the APIs declare, such as `--jwt-secret`."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the options of the command, those of the APIs last."""
        from mockserver.options import declared

        options = [
            click.Option(
                [f"--{name}", _PREFIX + name.replace("-", "_")],
                default=one.default,
                show_default=True,
                help=one.help,
            )
            for name, one in declared().items()
        ]
        return [*super().get_params(ctx), *options]


def _settings(options: dict[str, Any]) -> dict[str, str]:
    return {
        name.removeprefix(_PREFIX).replace("_", "-"): value
        for name, value in options.items()
        if name.startswith(_PREFIX)
    }


def _bound(
    name: str, default: int, told: str, *, least: int = 1, metavar: str | None = None
) -> Callable[[Any], Any]:
    """Return the option of something that is bounded."""
    kind = click.IntRange(least)
    return click.option(
        name, default=default, show_default=True, type=kind, metavar=metavar, help=told
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="client-contracts")
def main() -> None:
    """A stateful stand-in for documented client-management APIs."""


@main.command(cls=_WithSettings)
@click.argument("apis", nargs=-1, metavar="[API]...")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="0: a free one."
)
@click.option(
    "--data", default="demo", show_default=True, metavar="demo|empty|FILE", help="The first state."
)
@click.option("--profile", default="documented", type=click.Choice(["documented", "observed"]))
@click.option(
    "--variation", "variations", multiple=True, metavar="ID|all|random[:SEED]", help="Repeatable."
)
@click.option("--fault", "faults", multiple=True, metavar="ID[@PROBABILITY]", help="Repeatable.")
@click.option(
    "--latency", default="0", metavar="MS|MIN-MAX", help="How long every answer takes at least."
)
@click.option("--seed", default=0, show_default=True, help="What chance starts from.")
@click.option(
    "--clock", metavar="ISO-TIME", help="Stand at this time, a millisecond later with every change."
)
@click.option("--rate-limit", metavar="N/minute", help="Answer more requests with 429, per API.")
@click.option(
    "--max-body",
    type=click.IntRange(1),
    metavar="BYTES",
    help="The largest body of a request: 1 MB if not given, and more where an API takes files.",
)
@_bound(
    "--max-headers",
    65_536,
    "The most bytes of a request before its body.",
    least=256,
    metavar="BYTES",
)
@_bound("--max-connections", 20_000, "How many clients may be connected at once.")
@click.option(
    "--request-timeout",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="How long a request may take to come in.",
)
@_bound("--max-records", 500_000, "How many records an API keeps in a workspace.")
@_bound(
    "--max-workspaces",
    1000,
    "How many X-Mock-Workspace are kept; then the least recently used one goes.",
)
@_bound("--max-requests", 1000, "How many requests of each workspace are remembered.")
@_bound(
    "--max-journal",
    64 * 1024 * 1024,
    "How much of all requests and answers is remembered.",
    metavar="BYTES",
)
@click.option(
    "--state",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Keep the state in this file, and carry on from it.",
)
@click.option(
    "--reload", is_flag=True, help="Start again, with the same state, when specs or code change."
)
@click.option(
    "--validate-responses",
    is_flag=True,
    help="Tell in the terminal, at once, of every answer that is not as the contract says.",
)
@click.option(
    "--plain-connexion",
    is_flag=True,
    help="Take Connexion's own, slower way from a request to its operation.",
)
@click.option(
    "--control-token",
    envvar="MOCKSERVER_CONTROL_TOKEN",
    show_envvar=True,
    help="What X-Mock-Token must say; needed unless the host is a loopback address.",
)
@click.option(
    "--allowed-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME",
    help="A name that /_mock may be asked under, besides localhost and addresses. Repeatable.",
)
def run(apis: tuple[str, ...], host: str, port: int, **options: Any) -> None:
    """Run a mock of these APIs, of all if none is named."""
    from mockserver import starting

    starting.begin()
    from mockserver import build, running
    from mockserver.api import apis as known

    if not options["control_token"] and not _is_loopback(host):
        _fail(f"--host {host} can be reached from elsewhere: protect /_mock with --control-token.")
    try:
        request = build.Request(
            apis=tuple(dict.fromkeys(apis)) or tuple(known()),
            settings=_settings(options),
            limits=_limits(options),
            allowed_hosts=_names(host, *options["allowed_hosts"]),
            **{name: options[name] for name in _PASSED_ON},
        )
        listen = functools.partial(running.listen, host, port)
        _serve(request, options["state"], listen, options["reload"])
    except (ValueError, running.PortTakenError) as error:
        _fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        starting.give_up()


def _serve(request: Any, state: str | None, listen: Callable[[], Any], reload: bool) -> None:
    from pathlib import Path

    from mockserver import build, running

    kept = Path(state) if state else None
    if not reload:
        server, keeper = running.prepared(request, kept)
        running.serve(server, listen(), keeper)
        return
    from mockserver import reloading

    build.worlds(request)  # what is wrong from the start ends the command
    reloading.serve(request, listen(), kept)


def _limits(options: dict[str, Any]) -> Any:
    from mockserver.limiter import Rate
    from mockserver.limits import Limits, latency

    try:
        slow = latency(options["latency"])
    except ValueError as error:
        raise ValueError(f"--latency {error}") from None
    kept = {name: options[name] for name in _BOUNDS}
    rate = Rate() if options["rate_limit"] is None else Rate.of(options["rate_limit"])
    return Limits(latency=slow, rate=rate, **kept)


_BOUNDS = (
    *("max_body", "max_headers", "max_connections", "request_timeout"),
    *("max_records", "max_workspaces", "max_requests", "max_journal"),
)
_PASSED_ON = (
    *("data", "profile", "faults", "variations", "seed", "clock", "control_token"),
    "plain_connexion",
    "validate_responses",
)


def _names(*hosts: str) -> tuple[str, ...]:
    for host in hosts[1:]:
        if not re.fullmatch(r"[A-Za-z0-9_.-]+", host):
            raise ValueError(
                f"--allowed-host {host}: write a name alone, such as mock.example.org."
            )
    return tuple(host.lower().removesuffix(".") for host in hosts)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@main.command(cls=_WithSettings)
@click.argument("api")
@click.option("--user", default=2, show_default=True, type=click.IntRange(1), help="Whose: 2 or 3.")
@click.option(
    "--expires-in", default=YEAR, metavar="SECONDS", help="A year if not given; may be negative."
)
@click.option("--password", is_flag=True, help="Print the password of the user instead.")
def token(api: str, user: int, expires_in: float, password: bool, **options: Any) -> None:
    """Print a credential that the mock accepts, and nothing else."""
    from datetime import UTC, datetime

    from mockserver.api import api as find

    try:
        one = find(api)
        settings = _settings(options)
        one.check_settings(settings)
        click.echo(
            _password(one, user)
            if password
            else one.credential(user, settings, datetime.now(UTC), expires_in)
        )
    except (ValueError, OverflowError) as error:
        _fail(str(error))


def _password(one: Any, user: int) -> str:
    if one.password is None:
        raise ValueError(f"{one.name} has no passwords.")
    return str(one.password(user))


@main.command(name="list")
@click.argument(
    "what", type=click.Choice(["operations", "requirements", "silences", "variations", "faults"])
)
@click.argument("api", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(what: str, api: str | None, as_json: bool) -> None:
    """List what there is of one API, or of all."""
    from mockserver import overview
    from mockserver.api import api as find
    from mockserver.api import apis

    try:
        entries = overview.entries(what, [find(api)] if api else list(apis().values()))
    except ValueError as error:
        _fail(str(error))
    click.echo(
        json.dumps(entries, indent=2, ensure_ascii=False) if as_json else "\n".join(_lines(entries))
    )


def _lines(entries: Iterable[dict[str, Any]]) -> list[str]:
    return [f"{one['id']:42}  {one['text']}" for one in entries]
