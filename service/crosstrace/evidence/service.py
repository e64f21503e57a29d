"""The reader of evidence for what clients send: one call per file, in a worker."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from crosstrace.conversion.graph import Graph
from crosstrace.evidence.read import Given, read_evidence
from crosstrace.rdf.compact import json_ld
from crosstrace.sandbox import WorkerPool
from crosstrace.sandbox.worker import Handler


@dataclass(frozen=True, slots=True)
class EvidenceDocument:
    """A graph of evidence as Turtle and as JSON-LD, and what it leaves out."""

    format: str
    evidence: str
    turtle: str
    graph: dict[str, Any]
    losses: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The JSON object that both mouths give."""
        return {
            "format": self.format,
            "evidence": self.evidence,
            "graph": self.graph,
            "losses": list(self.losses),
        }


class EvidenceReader:
    """Reads files in the workers of a pool."""

    def __init__(self, pool: WorkerPool) -> None:
        self.pool = pool

    def read(
        self,
        body: bytes,
        *,
        base: str,
        given: Given,
        format: str | None = None,  # noqa: A002
    ) -> EvidenceDocument:
        """The file `body` as evidence; as `read_evidence`, with its own graph below `base`.

        Raises `InvalidInput`, `TimeLimitExceeded` or `ResourceExhausted`.
        """
        said = {
            **asdict(given),
            "issued": given.issued and given.issued.isoformat(),
            "valid_until": given.valid_until and given.valid_until.isoformat(),
        }
        found, _ = self.pool.run({"base": base, "format": format, "given": said}, body)
        return EvidenceDocument(**{**found, "losses": tuple(found["losses"])})


def open_reader(_settings: dict[str, Any]) -> Handler:
    """In the worker: the handler whose jobs are files."""

    def handle(header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        graph = Graph(header["base"])
        found = read_evidence(body, graph, _given(header["given"]), format=header["format"])
        document = EvidenceDocument(
            found.format, found.evidence, graph.turtle(), json_ld(graph.triples()), found.losses
        )
        return asdict(document), b""

    return handle


def _given(said: dict[str, Any]) -> Given:
    days = {
        name: dt.date.fromisoformat(said[name]) if said[name] else None
        for name in ("issued", "valid_until")
    }
    return Given(**{**said, **days, "tasks": tuple(said["tasks"])})
