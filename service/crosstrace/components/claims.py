"""Claims: an implemented requirement of OSCAL as an implementation of a task.

Source: OSCAL 1.2.1, component definition model, "implemented-requirement" and "statement".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from crosstrace.components import evidence, parties
from crosstrace.components.intake import FILE
from crosstrace.components.reading import OWN_NS, Props, Reading
from crosstrace.conversion.jsonfile import Path
from crosstrace.conversion.losses import shown
from crosstrace.conversion.profile import PROFILE_IRI, profile
from crosstrace.vocab import CT, DCTERMS, RDFS

_STATUSES: Final = {
    "implemented": "Implemented",
    "partial": "Partial",
    "planned": "Planned",
    "alternative": "Alternative",
    "not-applicable": "NotApplicable",
}
_DEPARTURES: Final = ("Alternative", "NotApplicable")
_DECISIONS: Final = {"adopted": "Adopted", "adapted": "Adapted", "omitted": "Omitted"}


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims about one asset; `nodes` are their IRIs by task, `parties` who answers."""

    reading: Reading
    asset: str
    nodes: dict[str, str] = field(default_factory=dict)
    parties: list[str] = field(default_factory=list)

    def add(self, requirement: Mapping[str, Any], path: Path) -> None:
        """State one implemented requirement; `InvalidInput` says which place can't be used."""
        reading, graph = self.reading, self.reading.graph
        task = _task(requirement, path)
        if task in self.nodes:
            FILE.refuse(
                (*path, "control-id"),
                f"{task} is that of an earlier requirement too; make one claim for each task.",
            )
        node = self.nodes[task] = graph.iri(task)
        graph.type(node, CT + "Implementation")
        graph.link(node, CT + "implements", f"{PROFILE_IRI}/{task}")
        graph.link(node, CT + "appliesTo", self.asset)
        self._status(requirement, path, task)
        graph.text(node, CT + "statement", requirement["description"])
        graph.text(node, DCTERMS + "identifier", requirement["uuid"])
        for party in parties.responsible(reading, requirement, path):
            graph.link(node, CT + "responsibleParty", party)
            self.parties.append(party)
        found = list(self._dispositions(requirement, path, task))
        for disposition in found:
            graph.link(node, CT + "disposition", disposition)
        for document in evidence.named(reading, requirement, path):
            graph.link(node, CT + "evidence", document)
        if "set-parameters" in requirement:
            reading.losses.note("Values of parameters are not kept", task)

    def _status(self, requirement: Mapping[str, Any], path: Path, task: str) -> None:
        reading, node = self.reading, self.nodes[task]
        props = Props(
            reading, requirement, path, oscal=("implementation-status",), own=("planned-date",)
        )
        status = props.token("implementation-status", _STATUSES)
        if status is None:
            reading.losses.note("The file states no status, so none is given; add ct:status", task)
        else:
            reading.graph.link(node, CT + "status", CT + status)
        if planned := props.day("planned-date", OWN_NS):
            reading.graph.date(node, CT + "plannedDate", planned)
        stated = props.one("implementation-status")
        reason = "rationale" if status in _DEPARTURES else "statement"
        for remarks in (requirement.get("remarks"), stated and stated[1].get("remarks")):
            reading.graph.text(node, CT + reason, remarks)

    def _dispositions(self, requirement: Mapping[str, Any], path: Path, task: str) -> Iterator[str]:
        seen: set[str] = set()
        for index, statement in enumerate(requirement.get("statements", ())):
            place = (*path, "statements", index)
            props = Props(self.reading, statement, place, own=("decision",))
            decision = props.token("decision", _DECISIONS, OWN_NS)
            if decision is None:
                self.reading.losses.note(
                    "Statements without a decision on an item are not kept",
                    shown(statement["statement-id"]),
                )
                continue
            item = _item(statement, place, task)
            if item in seen:
                FILE.refuse((*place, "statement-id"), f"{item} is decided about twice; keep one.")
            seen.add(item)
            yield self._disposition(statement, item, decision)

    def _disposition(self, statement: Mapping[str, Any], item: str, decision: str) -> str:
        reading, graph = self.reading, self.reading.graph
        node = graph.iri(item)
        graph.type(node, CT + "ItemDisposition")
        graph.link(node, CT + "item", f"{PROFILE_IRI}/{item}")
        graph.link(node, CT + "decision", CT + decision)
        described, remarks = statement["description"], statement.get("remarks")
        if decision == "Adopted":
            graph.text(node, RDFS + "comment", described)
            graph.text(node, RDFS + "comment", remarks)
        else:
            graph.text(node, CT + "rationale", described)
            graph.text(node, CT + "rationale", remarks)
        graph.text(node, DCTERMS + "identifier", statement["uuid"])
        reading.losses.members(
            "Parts of statements are not kept", statement, ("links", "responsible-roles")
        )
        return node


def _task(requirement: Mapping[str, Any], path: Path) -> str:
    found = profile().task(requirement["control-id"])
    if found is None:
        FILE.refuse(
            (*path, "control-id"),
            f"{shown(requirement['control-id'])} is no task of SP 800-218A, such as 'PO.1.1'.",
        )
    return found


def _item(statement: Mapping[str, Any], path: Path, task: str) -> str:
    item, of_task = profile().item(statement["statement-id"]) or (None, None)
    if item is None or of_task != task:
        FILE.refuse(
            (*path, "statement-id"),
            f"{shown(statement['statement-id'])} is no recommendation or consideration of {task}.",
        )
    return item
