"""Keeps the pages of foreign web sites, which a browser happens to show, from using the control surface.

A page can send requests to a mock on the same machine: across origins (CSRF), and as if from its own
origin once its name is made to lead here (DNS rebinding). Programs other than browsers do neither.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Mapping

# A name or an address as headers write it, with a port or without; IPv6 in brackets.
_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[^\s\[\]:/@?#,]+))(?::[0-9]{1,5})?", re.I)
_ORIGIN = re.compile(r"https?://(?P<host>[^/]+)", re.I)


def objection(
    method: str, headers: Mapping[str, str], allowed: Collection[str] | None
) -> str | None:
    """Return why a request may not use the control surface, as a sentence; None if it may.

    `allowed` are the names that a mock has besides the addresses and names of this machine; None
    where it listens at no address of its own, so that no name can be made to lead to it.
    """
    host = headers.get("host", "")
    if allowed is not None and not _is_ours(host, allowed):
        return (
            f"The Host {host!r} is no name that this mock is known by:"
            " start it with --allowed-host NAME if it is one."
        )
    origin = headers.get("origin")
    if origin is None:
        return _objection_without_origin(method, headers)
    if _is_own(origin, host, allowed or ()):
        return None
    return (
        f"Pages of {origin} may not use the control surface, only those of this machine"
        " and of a --allowed-host."
    )


def _objection_without_origin(method: str, headers: Mapping[str, str]) -> str | None:
    """Return what speaks against a request that does not say from where; links may lead here."""
    if headers.get("sec-fetch-site") != "cross-site":
        return None
    how = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    if method in ("GET", "HEAD") and how == ("navigate", "document"):
        return None
    return "Pages of another site may not use the control surface; they may only link to it."


def _is_ours(host: str, allowed: Collection[str]) -> bool:
    """Tell whether a mock can be asked under a name; an address cannot be made to lead elsewhere."""
    name = _name(host)
    return _is_address(name) or _is_local(name) or name in allowed


def _is_own(origin: str, host: str, allowed: Collection[str]) -> bool:
    """Tell whether an origin is the mock itself, this machine, or a name that is allowed."""
    found = _ORIGIN.fullmatch(origin)
    if found is None:
        return False
    name = _name(found["host"])
    return found["host"].lower() == host.lower() or _is_local(name) or name in allowed


def _name(host: str) -> str:
    found = _HOST.fullmatch(host)
    return (found["six"] or found["name"]).lower().removesuffix(".") if found else ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_local(name: str) -> bool:
    if _is_address(name):
        return ipaddress.ip_address(name).is_loopback
    return name == "localhost" or name.endswith(".localhost")
