"""in-toto statements, bare or in an envelope, and what provenance they hold.

Sources: in-toto Attestation Framework v1 (statement, resource descriptor, digest set); OpenSSF
Model Signing, whose statements are about models.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from typing import Any, Final

from crosstrace.conversion.jsonfile import Path
from crosstrace.evidence import descriptors, envelopes, slsa
from crosstrace.evidence.intake import check
from crosstrace.evidence.reading import Facts, Reading, Thing

_MODEL_SIGNING: Final = re.compile(r"https://model_signing/signature/v1(\.[0-9]+)?")
_NAMES: Final = {slsa.READ: "SLSA provenance", _MODEL_SIGNING: "OpenSSF model signature"}


def state(reading: Reading, document: Mapping[str, Any]) -> Facts:
    """State what a statement says; `InvalidInput` names the place that can't be used."""
    opened = envelopes.opened(reading, document)
    statement, place = opened.statement, opened.place
    check("in-toto-statement", statement, place)
    kind = statement["predicateType"]
    called = next((name for known, name in _NAMES.items() if known.fullmatch(kind)), None)
    facts = Facts(
        called="in-toto attestation",
        title=_title(called or "in-toto attestation", statement["subject"]),
        media_type=opened.media_type,
        made=opened.logged,
        predicate_type=kind,
    )
    signed = _MODEL_SIGNING.fullmatch(kind) is not None
    for index, subject in enumerate(statement["subject"]):
        where = (*place, "subject", index)
        node = descriptors.resource(reading, subject, where, "AIModel" if signed else "Asset")
        if node:
            facts.about.append(node)
    predicate = statement.get("predicate", {})
    if slsa.READ.fullmatch(kind):
        slsa.state(reading, facts, predicate, (*place, "predicate"))
    elif signed:
        _state_files(reading, facts, predicate, (*place, "predicate"))
    elif predicate:
        reading.losses.note("What the predicate says is not kept; the file itself says it")
    return facts


def _title(called: str, subjects: list[Mapping[str, Any]]) -> str:
    names = [name for subject in subjects if (name := descriptors.name(subject))]
    if not names:
        return called
    more = f" and {len(subjects) - 1} more" if len(subjects) > 1 else ""
    return f"{called} of {names[0]}{more}"


def _state_files(reading: Reading, facts: Facts, predicate: Mapping[str, Any], place: Path) -> None:
    """State the files of a signed model, each with its digest."""
    check("model-signature", predicate, place)
    files: dict[str | None, None] = {}
    for index, file in enumerate(predicate["resources"]):
        digest = ((*place, "resources", index, "digest"), file["algorithm"], file["digest"])
        key = f"{file['name']}\n{file['digest']}"
        files[reading.asset(Thing("Asset", key, title=file["name"], digests=(digest,)))] = None
    for model, node in product(facts.about, files):
        reading.part(model, node)
    reading.losses.members("Parts of the signature are not kept", predicate, ("serialization",))
