"""Files that clients can be given: which types are taken, by name and by content. Pure."""

from __future__ import annotations

import re

MB = 1024 * 1024
KB = 1024

# The documented types, and those that the deployed service takes besides.
DOCUMENTED_TYPES = ("pdf", "doc", "docx", "xls", "xlsx", "jpg", "jpeg", "png", "txt")
MORE_TYPES = (
    *("ai", "tiff", "gif", "psd", "ppt", "pptx", "webp", "xml", "zip", "csv", "ods", "odt", "odp"),
)
LARGEST = 20 * MB
LARGEST_OBSERVED = 100_000 * KB
# A request with a file of that size, or with several smaller ones.
LARGEST_REQUEST = 128 * MB

_OLE = (b"\xd0\xcf\x11\xe0",)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_JPEG = (b"\xff\xd8\xff",)
# How the content of each type begins; a type that is not here is text.
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "ai": (b"%PDF-", b"%!PS"),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "psd": (b"8BPS",),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "webp": (b"RIFF",),
    **dict.fromkeys(("jpg", "jpeg"), _JPEG),
    **dict.fromkeys(("doc", "xls", "ppt"), _OLE),
    **dict.fromkeys(("docx", "xlsx", "pptx", "ods", "odt", "odp", "zip"), _ZIP),
}
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "gif": "image/gif",
    **dict.fromkeys(("jpg", "jpeg"), "image/jpeg"),
    "webp": "image/webp",
    "tiff": "image/tiff",
    "zip": "application/zip",
    **dict.fromkeys(("txt", "csv"), "text/plain; charset=utf-8"),
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LONGEST_NAME = 191
# Controls, and what is not seen or turns the direction of reading.
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def name_of(sent: str) -> str:
    """Return the name of a file without any folder, whatever system it comes from."""
    name = _UNFIT.sub("", sent.replace("\\", "/").rpartition("/")[2]).strip()
    return name[-_LONGEST_NAME:] if name.strip(".") else "document"


def ending(name: str) -> str:
    """Return the ending of a name in small letters, empty if it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_content_of(kind: str, content: bytes) -> bool:
    """Tell whether content is what the ending of its name says."""
    beginnings = _BEGINNINGS.get(kind)
    if beginnings is None:
        return b"\x00" not in content and not content.startswith((b"MZ", b"%PDF-"))
    return content.startswith(beginnings)


def media_type(kind: str) -> str:
    """Return the media type that goes with an ending."""
    return _MEDIA_TYPES.get(kind, "application/octet-stream")
