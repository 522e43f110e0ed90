"""What can be set for InfraNotes at the command line."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.options import Setting

SECRET = "jwt-secret"  # noqa: S105 - the name of the setting, not a secret
DEVELOPMENT_SECRET = "infranotes-development-secret-for-the-mock-server"  # noqa: S105

SETTINGS: Mapping[str, Setting] = {
    SECRET: Setting(
        DEVELOPMENT_SECRET, "The secret that InfraNotes tokens are signed with.", is_secret=True
    ),
}
