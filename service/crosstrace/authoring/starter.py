"""A starter implementation graph: every High task, nothing claimed yet.

It is one document in the words of our JSON-LD context, with comments; `forms` writes it as
Turtle, JSON-LD and YAML-LD. In a comment `{status}` stands for the key or term of that name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from crosstrace.conversion.graph import checked_base
from crosstrace.errors import InvalidInput
from crosstrace.lookup import Catalog, ElementFilter, search
from crosstrace.model import Element

PROFILE: Final = "sp800-218a"
PRIORITIES: Final = ("high", "medium", "low")
ROLES: Final = {
    "model-producer": "ModelProducer",
    "system-producer": "SystemProducer",
    "acquirer": "Acquirer",
}
KINDS: Final = {
    "model": "AIModel",
    "system": "AISystem",
    "dataset": "Dataset",
    "component": "SoftwareComponent",
}
OWN: Final = "ours"
"""The prefix of the organisation's own identifiers."""

_KIND_OF_ROLE: Final = {
    "model-producer": "model",
    "system-producer": "system",
    "acquirer": "system",
}
_A_YEAR: Final = dt.timedelta(days=365)
_HEADING: Final = (
    "Implementation graph: which tasks of NIST SP 800-218A are carried out, and how.",
    "",
    "Nothing is claimed yet: every task stands as {NotImplemented}. For each one choose the "
    "{status} that is true, and add what that status needs:",
    "  {Implemented}, {Partial}: {evidence} that a reader can check",
    "  {Planned}: the {plannedDate} by which it will be in place",
    "  {Alternative}, {NotApplicable}: a {rationale}",
    "  {NotImplemented}, for High tasks: a {RiskAcceptance} that has not ended",
    "A {statement} tells in a sentence or two how the task is carried out.",
    "",
    "Then have it judged, and do what it says:  crosstrace validate THIS-FILE",
)


@dataclass(frozen=True, slots=True)
class Asset:
    """What the graph is about, and the role towards it: a key of SP 800-218A, section 2.

    `kind` is a key of `KINDS`; without one it is what the role suggests.
    """

    name: str
    version: str
    role: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One node of the graph, or with `example` one that is only shown, below its comment."""

    comment: tuple[str, ...]
    node: dict[str, Any]
    example: bool = False


@dataclass(frozen=True, slots=True)
class Starter:
    """The starter before it is written; `base` begins the identifiers with the prefix `OWN`."""

    base: str
    heading: tuple[str, ...]
    entries: tuple[Entry, ...]


def starter(
    catalog: Catalog,
    asset: Asset,
    *,
    organization: str,
    base: str,
    issued: dt.date,
    down_to: str = "high",
) -> Starter:
    """The starter, with one implementation for each task of the profile of that priority or above.

    `base` begins the organisation's own identifiers and ends with `/` or `#`;
    `InvalidInput` when it doesn't, or when role, kind or priority is none of those there are.
    """
    checked_base(base)
    role = _chosen(asset.role, ROLES, "role")
    kind = _chosen(asset.kind or _KIND_OF_ROLE[asset.role], KINDS, "kind of asset")
    wanted = PRIORITIES[: PRIORITIES.index(_chosen(down_to, _names(PRIORITIES), "priority")) + 1]
    tasks = [
        task
        for task in search(catalog, ElementFilter(edition=PROFILE, kind="task"))
        if task.priority in wanted
    ]
    return Starter(
        base,
        _HEADING,
        (
            *_about(asset, role, kind, organization, base, issued),
            *_examples(asset, kind, issued),
            *(_implementation(catalog, task) for task in tasks),
        ),
    )


def _names(names: tuple[str, ...]) -> dict[str, str]:
    return {name: name for name in names}


def _chosen(name: str, known: dict[str, str], what: str) -> str:
    if name not in known:
        raise InvalidInput(f"{name!r} is no {what}; there are {', '.join(known)}.")
    return known[name]


def _own(local: str) -> str:
    return f"{OWN}:{local}"


def _about(
    asset: Asset, role: str, kind: str, organization: str, base: str, issued: dt.date
) -> Iterator[Entry]:
    yield Entry(
        (
            "What this graph is, who states it, and about what. What you describe gets an "
            f"identifier of your own, which begins with {base}",
        ),
        {
            "id": _own("graph"),
            "type": "ImplementationGraph",
            "title": f"How {organization} implements SP 800-218A for {asset.name}",
            "issued": issued.isoformat(),
            "creator": _own("organization"),
            "profile": f"edition:{PROFILE}",
            "subject": _own("asset"),
            "role": role,
        },
    )
    yield Entry((), {"id": _own("organization"), "type": "Organization", "name": organization})
    yield Entry(
        (),
        {"id": _own("asset"), "type": kind, "title": asset.name, "version": asset.version},
    )


def _examples(asset: Asset, kind: str, issued: dt.date) -> Iterator[Entry]:
    """What most graphs need next, to copy and to change."""
    origin = {"AIModel": ("Dataset", "training data"), "AISystem": ("AIModel", "model")}.get(kind)
    if origin is not None:
        yield _example(
            "Example: what the asset was made from.",
            {
                "id": _own("asset"),
                "wasDerivedFrom": {"type": origin[0], "title": f"Name of the {origin[1]}"},
            },
        )
    yield _example(
        "Example: a piece of evidence, to be named as {evidence} of an implementation.",
        {
            "id": _own("evidence-1"),
            "type": "Evidence",
            "title": "Access review, third quarter",
            "issued": issued.isoformat(),
            "validUntil": (issued + _A_YEAR).isoformat(),
            "digest": {"algorithm": "SHA-256", "value": "0" * 64},
        },
    )
    yield _example(
        "Example: what was decided on a recommendation: {Adopted}, or {Adapted} or {Omitted} "
        "with a {rationale}.",
        {
            "id": _own("PO.1.1"),
            "disposition": {
                "type": "ItemDisposition",
                "item": f"{PROFILE}:PO.1.1.R1",
                "decision": "Adopted",
            },
        },
    )
    if asset.role != "model-producer":
        yield _example(
            "Example: a task that a supplier carries out in part.",
            {
                "id": _own("PW.3.1-shared"),
                "type": "ResponsibilityAllocation",
                "element": f"{PROFILE}:PW.3.1",
                "asset": _own("asset"),
                "responsibleParty": [
                    _own("organization"),
                    {"type": "Organization", "name": "Name of the supplier"},
                ],
                "kind": "Shared",
                "attestationMeans": "Annual attestation, clause 7 of the supply agreement",
            },
        )


def _example(comment: str, node: dict[str, Any]) -> Entry:
    return Entry((comment,), node, example=True)


def _implementation(catalog: Catalog, task: Element) -> Entry:
    comment = [f"{task.notation} {task.label} ({str(task.priority).title()})"]
    comment += [" ".join(task.text.split())] if task.text else []
    items = [catalog.element(ref) for ref in catalog.children.get(task.ref, ())]
    asked = [item for item in items if item.kind == "recommendation"]
    if asked:
        comment.append("When it is {Implemented}, add a {disposition} for each recommendation:")
        comment += [f"  {item.ref} {item.label}" for item in asked]
    return Entry(
        tuple(comment),
        {
            "id": _own(task.ref.local),
            "type": "Implementation",
            "implements": str(task.ref),
            "appliesTo": _own("asset"),
            "responsibleParty": _own("organization"),
            "status": "NotImplemented",
        },
    )
