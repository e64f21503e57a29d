"""Graphs at rest."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crosstrace.web.schemas.base import Document
from crosstrace.web.schemas.reports import Counts, Report


class Audit(Document):
    """The place of a change in the audit log; kept, it shows later that the log wasn't altered."""

    sequence: int
    digest: str = Field(description="SHA-256 of the record, which the next record holds.")


class GraphVersion(Document):
    """One version of a graph."""

    version: int
    graph: str = Field(description="Organisation and name, with a slash between them.")
    iri: str = Field(description="The named graph that SPARQL finds it in.")
    etag: str
    created: str = Field(description="When it was kept, in UTC.")
    actor: str
    title: str
    issued: str | None
    subject: str | None
    profile: str
    level: str
    judged_as_of: str
    counts: Counts
    statements: int
    media_type: str = Field(description="The syntax in which it was sent.")
    body_sha256: str = Field(description="Of the bytes that were sent.")
    content_sha256: str = Field(description="Of the statements as sorted N-Triples.")
    audit: Audit


class GraphVersions(Document):
    """All versions of a graph, oldest first."""

    items: list[GraphVersion]


class StoredGraph(Document):
    """A graph at rest."""

    name: str
    organization: str
    iri: str
    withdrawn: str | None = Field(description="When it was withdrawn, if it was.")
    versions: int
    latest: GraphVersion
    shared_with: list[str] | None = Field(description="For the owner only.")


class StoredGraphs(Document):
    """A page of graphs, by organisation and name."""

    items: list[StoredGraph]
    total: int
    next_cursor: str | None


class Receipt(Document):
    """What came of a submission."""

    graph: str
    version: int
    created: bool = Field(description="False when this very version was kept before.")
    details: GraphVersion
    report: Report


class GraphChange(Document):
    """A graph after a change."""

    graph: StoredGraph
    changed: bool = Field(description="False when it was so already.")
    audit: Audit


class Shares(Document):
    """The organisations that may read a graph."""

    items: list[str]


class ShareChange(Document):
    """With whom a graph is shared after a change."""

    graph: str
    shared_with: list[str]
    changed: bool = Field(description="False when it was so already.")
    audit: Audit


class SubmittedRecord(Document):
    """What a record tells of a version."""

    version: int
    media_type: str
    body_digest: str
    content_digest: str
    statements: int
    title: str
    issued: str | None
    subject: str | None
    profile: str
    level: str
    judged_as_of: str
    counts: Counts


class AuditRecord(Document):
    """One record of the audit log."""

    sequence: int
    time: str
    organization: str
    actor: str
    action: Literal["submit", "withdraw", "share", "unshare"]
    graph: str
    previous: str = Field(description="Digest of the record before.")
    submitted: SubmittedRecord | None
    partner: str | None
    idempotency: str | None = Field(description="Digest of the client's key.")
    request_id: str | None
    digest: str


class AuditLog(Document):
    """A page of the audit log, oldest first."""

    items: list[AuditRecord]
    total: int
    next_cursor: str | None
