"""Graphs at rest, their versions, and what came of a submission."""

from __future__ import annotations

from dataclasses import asdict

from crosstrace.archive import Outcome, Record, StoredGraph, Version
from crosstrace.archive.submitting import Receipt
from crosstrace.documents.base import Document


def version(found: Version) -> Document:
    """One version: what it is, who brought it, and how it was judged then."""
    made = found.submitted
    return {
        "version": made.version,
        "graph": str(found.name),
        "iri": found.iri,
        "etag": found.etag,
        "created": found.created,
        "actor": found.actor,
        "title": made.title,
        "issued": made.issued,
        "subject": made.subject,
        "profile": made.profile,
        "level": made.level,
        "judged_as_of": made.judged_as_of,
        "counts": made.counts,
        "statements": made.statements,
        "media_type": made.media_type,
        "body_sha256": made.body_digest,
        "content_sha256": made.content_digest,
        "audit": _audit(found.sequence, found.record_digest),
    }


def stored_graph(found: StoredGraph, reader: str) -> Document:
    """A graph with its latest version; only its owner sees with whom it is shared."""
    return {
        "name": found.name.name,
        "organization": found.name.organization,
        "iri": found.name.iri,
        "withdrawn": found.withdrawn,
        "versions": len(found.versions),
        "latest": version(found.latest),
        "shared_with": sorted(found.shared_with) if reader == found.name.organization else None,
    }


def receipt(found: Receipt) -> Document:
    """The answer to a submission that was kept; `created` is False when it was kept before."""
    made = found.outcome.version
    return {
        "graph": str(found.outcome.graph.name),
        "version": None if made is None else made.number,
        "created": found.outcome.is_new,
        "details": None if made is None else version(made),
        "report": found.report.to_json(),
    }


def outcome(found: Outcome, reader: str) -> Document:
    """The graph after a change, and the record that stands for it in the audit log."""
    graph = stored_graph(found.graph, reader)
    return {"graph": graph, "changed": found.is_new, "audit": _audit(found.sequence, found.digest)}


def share_change(found: Outcome) -> Document:
    """With whom a graph is shared after a change; nothing of what it holds.

    Who may share graphs need not be one who may read them.
    """
    return {
        "graph": str(found.graph.name),
        "shared_with": sorted(found.graph.shared_with),
        "changed": found.is_new,
        "audit": _audit(found.sequence, found.digest),
    }


def record(found: Record) -> Document:
    """One record of the audit log, with the digest that the next one holds."""
    return {**asdict(found), "action": str(found.action), "digest": found.digest()}


def _audit(sequence: int, digest: str) -> Document:
    return {"sequence": sequence, "digest": digest}
