"""Bodies that are sent as forms, and the methods that they are meant for (NIN-FORM-01 to 04)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver import forms
from mockserver.answers import Kind, refusal
from mockserver.call import Call
from mockserver.gate import Gate as EngineGate
from mockserver.invoiceninja.options import MOST_UPLOADS
from mockserver.invoiceninja.uploads import MEMBER, MEMBERS, without_files

METHOD = "_method"
LARGEST_WITHOUT_FILES = 4 * 1024 * 1024


class FormReading(EngineGate):
    """Reads forms. Every method may be varied."""

    def method(self, call: Call) -> str:
        """Return the method that a call is answered by: that of its form, if it has one."""
        if call.method != "POST" or not self.is_form(call):
            return call.method
        try:
            meant = self.form(call).get(METHOD)
        except forms.UnreadableFormError:
            return call.method
        return meant.upper() if isinstance(meant, str) and meant else call.method

    def is_form(self, call: Call) -> bool:
        """Tell whether the body of a call is a form."""
        return forms.is_form(call.headers.get("content-type", ""))

    def form(self, call: Call) -> dict[str, Any]:
        """Return the members of a form; it is read once.

        Raises:
            UnreadableFormError: it is none.
        """
        if call.body is None:
            call.body = forms.read(call.headers.get("content-type", ""), call.raw)
        return dict(call.body)

    def check_size(self, call: Call) -> None:
        """Refuse a large body that can have no files.

        Raises:
            Refusal: TOO_LARGE.
        """
        label = forms.media_type(call.headers.get("content-type", ""))
        if len(call.raw) > LARGEST_WITHOUT_FILES and label != forms.MULTIPART:
            raise refusal(Kind.TOO_LARGE, f"A {label} body may have {LARGEST_WITHOUT_FILES} bytes.")

    def readable_form(self, call: Call) -> dict[str, Any]:
        """Return the members of a form; files are taken where they have a meaning.

        Raises:
            Refusal: MALFORMED, it is none; FULL, there is no room for its files.
        """
        try:
            form = self.form(call)
        except forms.UnreadableFormError as error:
            raise refusal(Kind.MALFORMED, f"The body {error}") from None
        self.check_room(call)
        return {
            name: value if name in MEMBERS else without_files(value) for name, value in form.items()
        }

    def check_room(self, call: Call) -> None:
        """Refuse a form with files for which there may be no room beside those that are kept.

        Raises:
            Refusal: FULL.
        """
        if forms.media_type(call.headers.get("content-type", "")) != forms.MULTIPART:
            return
        most = int(call.world.settings[MOST_UPLOADS])
        if len(call.raw) + sum(row["size"] for row in call.state.documents) > most:
            told = f"All documents together may have {most} bytes (--{MOST_UPLOADS})"
            raise refusal(Kind.FULL, told, MEMBER)


def check_settings(settings: Mapping[str, str]) -> None:
    """Refuse a bound of files that is no number; raises ValueError."""
    written = settings[MOST_UPLOADS]
    if not (written.isascii() and written.isdigit() and len(written) < 16):
        raise ValueError(f"--{MOST_UPLOADS} {written}: write a number of bytes.")
