"""What stands in a set's header for what neither its file nor its importer states.

It says openly that nothing is known, so that a set can be read before its context is, and
nobody takes it for the publisher's word.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any, Final

from crosstrace.vocab import ID

LICENCE: Final = "https://w3id.org/sssom/license/unspecified"
PUBLISHER: Final = ID + "organization/not-stated"
USE_CASE: Final = (
    "Not documented where the set was taken from; without it its rows are to be read with care "
    "(NIST IR 8477, section 3)."
)


def unstated(slug: str, body: bytes, imported: dt.date) -> dict[str, Any]:
    """The fields of a header for the file `body`, each a stand-in; the source is its digest."""
    return {
        "title": slug,
        "version": "not stated",
        "publisher": PUBLISHER,
        "sources": (f"{ID}import-file/{hashlib.sha256(body).hexdigest()}",),
        "issued": imported.isoformat(),
        "licence": LICENCE,
        "use_case": USE_CASE,
    }


def fill(
    stated: Mapping[str, Any], stand_ins: Mapping[str, Any] | None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The facts with stand-ins for those that are missing, and the sentence that says so."""
    missing = {f: v for f, v in (stand_ins or {}).items() if stated.get(f) in (None, "", ())}
    if not missing:
        return dict(stated), ()
    return {**stated, **missing}, (
        f"Not stated, and marked so: {', '.join(missing)}. Say what you know of it beside the "
        "file, and import it again.",
    )
