"""What can be set for Invoice Ninja at the command line."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.invoiceninja.files import MB
from mockserver.options import Setting

MOST_UPLOADS = "max-uploads"

SETTINGS: Mapping[str, Setting] = {
    MOST_UPLOADS: Setting(
        str(256 * MB), "How many bytes all files of Invoice Ninja may have together."
    ),
}
