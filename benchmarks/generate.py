"""Implementation graphs of any size, the same bytes for the same size."""

from __future__ import annotations

import hashlib

from crosstrace.lookup import Catalog

PREFIXES = {
    "ct": "https://w3id.org/crosstrace/ns#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "ex": "https://example.org/",
}
STATUSES = ("Implemented", "Partial", "Planned", "NotApplicable")


def implementation_graph(catalog: Catalog, triples: int, start: int = 0) -> bytes:
    """About `triples` statements as N-Triples: one root, many assets, every fault now and then.

    Another `start`, the number of the first implementation, gives another graph.
    """
    tasks = [e for e in catalog.of_edition("sp800-218a") if e.kind == "task"]
    lines = _root()
    number = start
    while len(lines) < triples:
        task = tasks[number % len(tasks)]
        lines += _implementation(number, task.ref.iri, f"ex:asset{number // len(tasks)}")
        number += 1
    return ("\n".join(lines) + "\n").encode()


def _root() -> list[str]:
    return [
        _line("ex:graph", "rdf:type", "ct:ImplementationGraph"),
        _line("ex:graph", "dct:title", '"Generated"'),
        _line("ex:graph", "dct:issued", '"2026-11-23"^^xsd:date'),
        _line("ex:graph", "dct:creator", "ex:organization"),
        _line("ex:graph", "ct:profile", "<https://w3id.org/crosstrace/id/sp800-218a>"),
        _line("ex:graph", "ct:subject", "ex:asset0"),
        _line("ex:graph", "ct:role", "ct:ModelProducer"),
        _line("ex:organization", "rdf:type", "ct:Organization"),
    ]


def _implementation(number: int, task: str, asset: str) -> list[str]:
    node, evidence = f"ex:i{number}", f"ex:e{number}"
    status = STATUSES[number % len(STATUSES)]
    lines = [
        _line(asset, "rdf:type", "ct:AIModel"),
        _line(node, "rdf:type", "ct:Implementation"),
        _line(node, "ct:implements", f"<{task}>"),
        _line(node, "ct:status", f"ct:{status}"),
        _line(node, "ct:appliesTo", asset),
    ]
    if number % 11:
        lines.append(_line(node, "ct:responsibleParty", "ex:organization"))
    if status in ("Implemented", "Partial"):
        lines += [_line(node, "ct:evidence", evidence), *_evidence(number, evidence)]
    if status == "Planned" and number % 3:
        lines.append(_line(node, "ct:plannedDate", '"2027-03-01"^^xsd:date'))
    if status == "NotApplicable" and number % 5:
        lines.append(_line(node, "ct:rationale", '"Out of scope."'))
    return lines


def _evidence(number: int, evidence: str) -> list[str]:
    year = 2025 if number % 13 == 0 else 2027
    digest = hashlib.sha256(evidence.encode()).hexdigest()
    return [
        _line(evidence, "rdf:type", "ct:Evidence"),
        _line(evidence, "dct:title", f'"Evidence {number}"'),
        _line(evidence, "dct:issued", '"2025-01-15"^^xsd:date'),
        _line(evidence, "ct:validUntil", f'"{year}-06-30"^^xsd:date'),
        _line(evidence, "ct:digest", f"{evidence}-digest"),
        _line(f"{evidence}-digest", "ct:algorithm", '"SHA-256"'),
        _line(f"{evidence}-digest", "ct:value", f'"{digest}"'),
    ]


def _line(subject: str, predicate: str, value: str) -> str:
    return f"{_term(subject)} {_term(predicate)} {_term(value)} ."


def _term(text: str) -> str:
    if text.startswith("<"):
        return text
    if text.startswith('"'):
        literal, _, datatype = text.partition("^^")
        return literal + (f"^^{_term(datatype)}" if datatype else "")
    prefix, local = text.split(":", 1)
    return f"<{PREFIXES[prefix]}{local}>"
