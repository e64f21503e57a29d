"""Compare the graph with tables of facts, row by row and both ways.

    python tools/compare_facts.py FOLDER

FOLDER holds the tab-separated fact tables the graph was encoded from. For each table this
prints its rows, how many the graph lacks and how many the graph has too many; the exit
code is 1 when any differ. Every column that states a fact is compared.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from crosstrace.bootstrap import KnowledgeGraph, open_graph
from crosstrace.model import Element
from crosstrace.store import Row

HERE = Path(__file__).parent
Fact: TypeAlias = tuple[str, ...]
Facts: TypeAlias = set[Fact]

CSF_1_1_SUBCATEGORY = re.compile(r"([A-Z]{2}\.[A-Z]{2}-)0?(\d+)")


def read(file: Path) -> list[dict[str, str]]:
    """The rows of one table."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


class Graph:
    """What the graph says, in the shape of the tables."""

    def __init__(self, known: KnowledgeGraph) -> None:
        self.known = known

    def select(self, query: str) -> list[Row]:
        """The rows of one of the queries beside this file."""
        return self.known.store.select((HERE / f"{query}.rq").read_text(encoding="utf-8"))

    def elements(self, edition: str, *kinds: str) -> list[Element]:
        """The elements of an edition, of all kinds or of some."""
        found = self.known.catalog.of_edition(edition)
        return [e for e in found if not kinds or e.kind in kinds]

    def notation_of_parent(self, element: Element) -> str:
        """The parent's identifier as published, empty at the top."""
        if element.parent is None:
            return ""
        return self.known.catalog.element(element.parent).notation

    def mappings(self, mapping_set: str) -> Iterable[tuple[str, str, str]]:
        """Source and target identifiers as published, and the printed cell."""
        for element in self.known.catalog.elements:
            for hop in self.known.crosswalk.links.hops(element):
                if hop.mapping.mapping_set == mapping_set and not hop.inverse:
                    ends = (
                        self.known.catalog.element(r).notation for r in (hop.source, hop.target)
                    )
                    yield (*ends, hop.mapping.as_printed or "")  # type: ignore[misc]


def practices(graph: Graph) -> Facts:
    """profile_practices.tsv."""
    return {
        (e.notation, graph.notation_of_parent(e), e.label, e.profile_status or "")
        for e in graph.elements("sp800-218a", "practice")
    }


def tasks(graph: Graph) -> Facts:
    """profile_tasks.tsv."""
    return {
        (
            e.notation,
            p := graph.notation_of_parent(e),
            p[:2],
            e.priority or "",
            e.profile_status or "",
        )
        for e in graph.elements("sp800-218a", "task")
    }


def items(graph: Graph) -> Facts:
    """profile_items.tsv; an item whose text is ours is one the deck lacks."""
    return {
        (e.notation, graph.notation_of_parent(e), e.kind, "no" if e.own_text else "yes")
        for e in graph.elements("sp800-218a", "recommendation", "consideration", "note")
    }


def ssdf(graph: Graph) -> Facts:
    """ssdf11_elements.tsv; tasks have no name of their own."""
    former = {row["element"]: row["former"] for row in graph.select("former-notations")}
    return {
        (
            e.notation,
            e.kind,
            graph.notation_of_parent(e),
            "" if e.own_label else e.label,
            former.get(e.ref.iri, ""),
        )
        for e in graph.elements("ssdf-1.1", "group", "practice", "task")
    }


def examples(graph: Graph) -> Facts:
    """ssdf11_examples.tsv."""
    return {
        (e.notation, graph.notation_of_parent(e), e.label)
        for e in graph.elements("ssdf-1.1", "implementation_example")
    }


def csf(graph: Graph) -> Facts:
    """csf20_elements.tsv: the active elements, and what became of CSF 1.1's withdrawn ones."""
    active = {
        (
            e.notation,
            e.kind,
            graph.notation_of_parent(e),
            "" if e.own_label else e.label,
            "active",
            "",
        )
        for e in graph.elements("csf-2.0", "function", "category", "subcategory")
    }
    withdrawn = {
        (
            two_digits(e.notation),
            e.kind,
            graph.notation_of_parent(e),
            "" if e.own_label else e.label,
            "withdrawn",
            e.change_note,
        )
        for e in graph.elements("csf-1.1")
        if e.change_note
    }
    return active | withdrawn


def two_digits(identifier: str) -> str:
    """CSF 1.1's `ID.BE-1` as CSF 2.0 writes it, `ID.BE-01`."""
    return CSF_1_1_SUBCATEGORY.sub(lambda m: f"{m[1]}{int(m[2]):02}", identifier)


def hierarchy(edition: str, graph: Graph) -> Facts:
    """Identifier, kind and parent of every element of an edition."""
    return {(e.notation, e.kind, graph.notation_of_parent(e)) for e in graph.elements(edition)}


def owasp(graph: Graph) -> Facts:
    """owasp_llm11_elements.tsv; titles of measures are ours."""
    return {
        (e.notation, e.kind, graph.notation_of_parent(e), "" if e.own_label else e.label)
        for e in graph.elements("owasp-llm-1.1")
    }


def profile_references(graph: Graph) -> Facts:
    """profile_references.tsv, printed cell included."""
    sets = {
        "AI-RMF": "sp800-218a-to-ai-rmf-1.0",
        "OWASP-LLM-1.1": "sp800-218a-to-owasp-llm-1.1",
        "ADV-ML": "sp800-218a-to-ai-100-2e2023",
    }
    return {
        (source, name, target, printed)
        for name, slug in sets.items()
        for source, target, printed in graph.mappings(slug)
    }


def ssdf_references(graph: Graph) -> Facts:
    """ssdf11_references.tsv: two sources are mapping sets, the others citations."""
    sets = {"NISTCSF": "ssdf-1.1-to-csf-1.1", "SP80053": "ssdf-1.1-to-sp800-53r5"}
    mapped = {
        (source, name, target)
        for name, slug in sets.items()
        for source, target, _ in graph.mappings(slug)
    }
    cited = {
        (ref.local, citation.source, citation.as_printed)
        for ref, citations in graph.known.catalog.citations.items()
        for citation in citations
    }
    return mapped | cited


def reference_sources(graph: Graph) -> Facts:
    """ssdf11_reference_sources.tsv."""
    rows = graph.select("reference-sources")
    return {(row["name"], row["page"]) for row in rows}


def changes(graph: Graph) -> Facts:
    """csf11_to_csf20.tsv with the kind of change."""
    rows = graph.select("changes")
    names = {"MovedTo": "moved-to", "IncorporatedInto": "incorporated-into"}
    return {(r["from"], names[r["change"].split("#")[1]], r["to"]) for r in rows}


def pairs(mapping_set: str, graph: Graph) -> Facts:
    """Source and target of every row of a mapping set."""
    return {(source, target) for source, target, _ in graph.mappings(mapping_set)}


def expected(rows: list[dict[str, str]], *columns: str) -> Facts:
    """The columns of the table that the graph states, priorities in lower case."""
    return {tuple(lowered(row, column) for column in columns) for row in rows}


def lowered(row: dict[str, str], column: str) -> str:
    """A cell; the tables write priorities with a capital."""
    return row[column].lower() if column == "priority" else row[column]


TABLES = {
    "profile_practices.tsv": (practices, ("practice_id", "group_id", "name", "status")),
    "profile_tasks.tsv": (tasks, ("task_id", "practice_id", "group_id", "priority", "status")),
    "profile_items.tsv": (items, ("item_id", "task_id", "kind", "in_deck")),
    "profile_references.tsv": (
        profile_references,
        ("task_id", "source", "target_id", "raw_cell"),
    ),
    "ssdf11_elements.tsv": (ssdf, ("id", "kind", "parent_id", "name", "formerly")),
    "ssdf11_examples.tsv": (examples, ("example_id", "task_id", "label")),
    "ssdf11_references.tsv": (ssdf_references, ("task_id", "source", "target_id")),
    "ssdf11_reference_sources.tsv": (reference_sources, ("source", "url")),
    "csf20_elements.tsv": (
        csf,
        ("id", "kind", "parent_id", "title", "status", "withdraw_reason"),
    ),
    "airmf10_elements.tsv": (lambda g: hierarchy("ai-rmf-1.0", g), ("id", "kind", "parent_id")),
    "owasp_llm11_elements.tsv": (owasp, ("id", "kind", "parent_id", "title")),
    "mappings/csf11_to_csf20.tsv": (changes, ("source_id", "relation", "target_id")),
    "mappings/ssdf11_to_csf20.tsv": (
        lambda g: pairs("ssdf-1.1-to-csf-2.0", g),
        ("source_id", "target_id"),
    ),
    "mappings/ssdf11_to_csf11.tsv": (
        lambda g: pairs("ssdf-1.1-to-csf-1.1", g),
        ("source_id", "target_id"),
    ),
    "mappings/ssdf11_to_sp80053r5.tsv": (
        lambda g: pairs("ssdf-1.1-to-sp800-53r5", g),
        ("source_id", "target_id"),
    ),
    "mappings/cisa_form10_to_ssdf11.tsv": (
        lambda g: pairs("cisa-form-1.0-to-ssdf-1.1", g),
        ("source_id", "target_id"),
    ),
}


def main() -> int:
    """Compare every table; exit code 1 when any differs."""
    folder = Path(sys.argv[1])
    graph = Graph(open_graph("memory:"))
    different = 0
    for name, (actual_of, columns) in TABLES.items():
        want, have = expected(read(folder / name), *columns), actual_of(graph)
        missing, extra = want - have, have - want
        different += len(missing) + len(extra)
        print(f"{name:38} {len(want):5} rows  {len(missing)} missing  {len(extra)} extra")
        for sign, facts in (("-", missing), ("+", extra)):
            for fact in sorted(facts)[:5]:
                print(f"   {sign} {fact}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
