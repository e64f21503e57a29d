"""What statements come in: a DSSE envelope, or a Sigstore bundle around one.

No signature is verified here, and the user is told so.
Sources: DSSE 1.0, Sigstore bundle format 0.1 to 0.3.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosstrace.conversion.jsonfile import Path
from crosstrace.conversion.losses import shown
from crosstrace.evidence.intake import FILE, check, load
from crosstrace.evidence.reading import Reading

_PAYLOAD_TYPE: Final = re.compile(r"application/vnd\.in-toto(\.[a-z0-9._-]+)?\+json")
_URL_SAFE: Final = str.maketrans("-_", "+/")
_STATEMENT: Final = "application/vnd.in-toto+json"
_WRAPPED: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Opened:
    """A statement, its place in the file, the file's media type, and when it was logged.

    The place of what is in an envelope goes on from `payload`.
    """

    statement: Mapping[str, Any]
    place: Path
    media_type: str
    logged: tuple[Path, str] | None = None


def opened(reading: Reading, document: Mapping[str, Any]) -> Opened:
    """The statement in a file; `InvalidInput` when it holds none that can be read."""
    if "dsseEnvelope" in document:
        check("sigstore-bundle", document)
        reading.losses.note("The signature is not verified and not kept")
        place = ("dsseEnvelope",)
        statement = _payload(document["dsseEnvelope"], place)
        return Opened(statement, (*place, "payload"), _WRAPPED, _logged(document))
    if "payloadType" in document:
        reading.losses.note("The signature is not verified and not kept")
        return Opened(_payload(document, ()), ("payload",), _WRAPPED)
    return Opened(document, (), _STATEMENT)


def _payload(envelope: Mapping[str, Any], place: Path) -> Mapping[str, Any]:
    check("dsse-envelope", envelope, place)
    kind = envelope["payloadType"]
    if not _PAYLOAD_TYPE.fullmatch(kind):
        FILE.refuse((*place, "payloadType"), f"{shown(kind)} is no in-toto statement.")
    try:
        text = envelope["payload"].translate(_URL_SAFE)
        body = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        FILE.refuse((*place, "payload"), "it is not written in Base64.")
    return load(body, (*place, "payload"))


def _logged(bundle: Mapping[str, Any]) -> tuple[Path, str] | None:
    """When the signature entered the first transparency log that says so."""
    entries = bundle["verificationMaterial"].get("tlogEntries", ())
    for index, entry in enumerate(entries):
        seconds = int(entry.get("integratedTime", 0))
        if seconds:
            place = ("verificationMaterial", "tlogEntries", index, "integratedTime")
            return place, _written(seconds, place)
    return None


def _written(seconds: int, place: Path) -> str:
    try:
        found = dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (OverflowError, ValueError, OSError):
        FILE.refuse(place, "it is no time that can be written as a date.")
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")
