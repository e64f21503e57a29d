"""What a snippet may know of the graph beside the result that it is for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox
from rdflib.term import Node, URIRef

from crosstrace.vocab import CT, DCTERMS, FOAF, ORG, RDF

_SUBJECT, _CREATOR = CT + "subject", DCTERMS + "creator"
_ANSWERED, _ANSWERS_FOR = (CT + "implements", CT + "element"), CT + "responsibleParty"
_ASSETS = (CT + "appliesTo", CT + "asset")
_CLASSES = (CT, FOAF, ORG)
"""The vocabularies of which one node is of one class."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The graph's asset and creator, the day, and what is stated of each node.

    `said` are the values by node and property, IRIs alone; of literals the property alone.
    `named` are the parties that answers and allocations for the asset name, by element.
    """

    subject: Node | None
    creator: Node | None
    as_of: dt.date
    said: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)

    def states(self, node: Node, predicate: str) -> bool:
        """Whether the node has a value of the property."""
        return predicate in self.said.get(str(node), {})

    def is_of_a_class(self, node: Node) -> bool:
        """Whether the node is described already as what it is."""
        classes = self.said.get(str(node), {}).get(RDF + "type", ())
        return any(one.startswith(_CLASSES) for one in classes)

    def parties(self, task: Node | None) -> list[URIRef]:
        """Who is named for a task and the asset, by an answer or an allocation.

        What is allocated for a practice or group is for its tasks, whose identifiers begin so.
        """
        wholes = (
            parties for one, parties in self.named.items() if f"{task}.".startswith(f"{one}.")
        )
        return [URIRef(party) for party in sorted(set[str]().union(*wholes))]


def setting(stated: Iterable[ox.Triple], as_of: dt.date) -> Setting:
    """The setting of a submission; an asset or creator is only known when there is one.

    Without an asset of the graph it is the one that all implementations apply to.
    """
    said: dict[str, dict[str, set[str]]] = {}
    for subject, predicate, value in stated:
        values = said.setdefault(subject.value, {}).setdefault(predicate.value, set())
        if isinstance(value, ox.NamedNode):
            values.add(value.value)
    subject = _only(said, _SUBJECT)
    if not any(_SUBJECT in of_node for of_node in said.values()):
        subject = _only(said, _ASSETS[0])
    return Setting(subject, _only(said, _CREATOR), as_of, said, _named(said, str(subject)))


def _named(said: dict[str, dict[str, set[str]]], asset: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for of_node in said.values():
        if any(asset in of_node.get(predicate, ()) for predicate in _ASSETS):
            for predicate in _ANSWERED:
                for element in of_node.get(predicate, ()):
                    found.setdefault(element, set()).update(of_node.get(_ANSWERS_FOR, ()))
    return found


def _only(said: dict[str, dict[str, set[str]]], predicate: str) -> URIRef | None:
    values = {value for of_node in said.values() for value in of_node.get(predicate, ())}
    return URIRef(values.pop()) if len(values) == 1 else None
