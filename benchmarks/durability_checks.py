"""What must hold after a service was ended in the middle of writes, and holding it against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeAlias

import httpx
import pyoxigraph as ox

Key: TypeAlias = tuple[str, int]
"""A graph's name and a version's number."""

STATEMENTS = 40
"""Statements beyond the graph's frame, so that half a version would be seen."""
_FRAME = """@prefix : <https://example.org/durability/> .
@prefix ct: <https://w3id.org/crosstrace/ns#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:graph a ct:ImplementationGraph ;
    dcterms:title "{title}" ;
    dcterms:issued "2026-11-20"^^xsd:date ;
    dcterms:creator :org ;
    ct:profile <https://w3id.org/crosstrace/id/sp800-218a> ;
    ct:subject :model ;
    ct:role ct:ModelProducer .
:org a ct:Organization ; foaf:name "Org" .
:model a ct:AIModel ; dcterms:title "Model" ; dcat:version "1" .
"""


@dataclass(frozen=True)
class Write:
    """One submission; its title tells it from all others."""

    round: int
    number: int
    name: str

    @property
    def title(self) -> str:
        return f"round {self.round} write {self.number}"

    @property
    def path(self) -> str:
        return f"/v1/graphs/{self.name}?level=draft"

    def headers(self) -> dict[str, str]:
        return {"Content-Type": "text/turtle", "Idempotency-Key": self.title}

    def body(self) -> bytes:
        more = (
            f':model dcterms:description "statement {number} of {self.title}" .\n'
            for number in range(STATEMENTS)
        )
        return (_FRAME.format(title=self.title) + "".join(more)).encode()

    def triples(self) -> set[ox.Triple]:
        return {quad.triple for quad in ox.parse(self.body(), format=ox.RdfFormat.TURTLE)}


@dataclass(frozen=True)
class Acknowledged:
    """What the service said of a write that it kept."""

    write: Write
    version: int
    etag: str
    content: str
    record: str

    @property
    def key(self) -> Key:
        return self.write.name, self.version

    @classmethod
    def of(cls, write: Write, answer: httpx.Response) -> Acknowledged:
        said = answer.json()["details"]
        return cls(
            write,
            said["version"],
            answer.headers["etag"],
            said["content_sha256"],
            said["audit"]["digest"],
        )


@dataclass
class Finding:
    """What a round has shown; `lost` and `torn` name versions, and must be empty."""

    sent: int
    acknowledged: list[Acknowledged]
    earlier: list[Acknowledged]
    refused: list[str]
    cut_off: int
    left_behind: int
    ended_in: float
    first_acknowledged: int = 0
    unanswered_kept: int = 0
    turned_away: int = 0
    lost: set[Key] = field(default_factory=set)
    torn: set[Key] = field(default_factory=set)
    versions: int = 0
    records: int = 0
    started_in: float = 0.0
    chain: bool = True
    verified: bool = False
    others: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.first_acknowledged = len(self.acknowledged)

    def faults(self, grace: float) -> list[str]:
        """What should not be, in words."""
        wrong = {
            f"{len(self.lost)} acknowledged versions were lost": self.lost,
            f"{len(self.torn)} versions were torn": self.torn,
            f"{self.cut_off} requests under way got no answer": self.cut_off,
            f"{self.left_behind} workers were left behind": self.left_behind,
            "the audit log doesn't hold together": not self.chain,
            "crosstrace audit verify found a fault": not self.verified,
            f"the service took {self.ended_in:.0f} s to end": self.ended_in > grace,
        }
        return [*(words for words, so in wrong.items() if so), *self.refused, *self.others]


def examine(client: httpx.Client, found: Finding, complete: int | None = None) -> None:
    """Hold what was acknowledged against what the service has now.

    With `complete`, each of so many writes of this round must have made exactly one version.
    """
    client.get("/readyz").raise_for_status()
    records = list(_pages(client, "/v1/audit"))
    found.records = len(records)
    found.chain = found.chain and _holds_together(records)
    digests = {record["digest"] for record in records}
    held = _versions(client)
    found.versions = len(held)
    expected = {one.key: one for one in (*found.earlier, *found.acknowledged)}
    for key, one in expected.items():
        if key not in held or one.record not in digests or held[key]["etag"] not in one.etag:
            found.lost.add(key)
    earlier = {one.key for one in found.earlier}
    ours = {key: said for key, said in held.items() if key not in earlier}
    for key, said in ours.items():
        if not _is_whole(client, key, said, expected.get(key)):
            found.torn.add(key)
    if complete is None:
        found.unanswered_kept = len(ours.keys() - expected.keys())
        return
    titles = sorted(one.write.title for one in found.acknowledged)
    if sorted(said["title"] for said in ours.values()) != titles or len(ours) != complete:
        found.others.append(f"{complete} writes made {len(ours)} versions")


def _holds_together(records: list[dict[str, Any]]) -> bool:
    numbered = [record["sequence"] for record in records] == list(range(1, len(records) + 1))
    return numbered and all(after["previous"] == it["digest"] for it, after in pairwise(records))


def _versions(client: httpx.Client) -> dict[Key, dict[str, Any]]:
    """What is said of each version of each graph; their numbers have no gaps."""
    found = {}
    for graph in _pages(client, "/v1/graphs"):
        name = graph["name"]
        items = client.get(f"/v1/graphs/{name}/versions").raise_for_status().json()["items"]
        assert [item["version"] for item in items] == list(range(1, graph["versions"] + 1))
        found.update({(name, item["version"]): item for item in items})
    return found


def _is_whole(
    client: httpx.Client, key: Key, said: dict[str, Any], one: Acknowledged | None
) -> bool:
    """Whether a version has all statements of its write, and is as it was acknowledged."""
    _, number, _, index = said["title"].split()
    write = Write(int(number), int(index), key[0])
    accept = {"Accept": "application/n-triples"}
    answer = client.get(f"/v1/graphs/{key[0]}/versions/{key[1]}", headers=accept)
    if answer.status_code != httpx.codes.OK:
        return False
    triples = {q.triple for q in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)}
    acknowledged = one is None or (one.write, one.etag, one.content, one.record) == (
        write,
        answer.headers["etag"],
        said["content_sha256"],
        said["audit"]["digest"],
    )
    return acknowledged and triples == write.triples()


def _pages(client: httpx.Client, path: str) -> Iterator[dict[str, Any]]:
    asked: dict[str, str | int] = {"limit": 500}
    while True:
        answer = client.get(path, params=asked, headers={"Accept": "application/json"})
        page = answer.raise_for_status().json()
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        asked["cursor"] = page["next_cursor"]
