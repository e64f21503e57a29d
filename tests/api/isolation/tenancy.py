"""Three organisations with graphs full of canaries, everybody who may call, and what they may see.

What may be seen is written down here by hand and not asked of the service.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template
from urllib.parse import unquote

import httpx
from access_harness import Tenants, configured

from crosstrace.access import Role
from crosstrace.archive import Archive, open_archive
from crosstrace.bootstrap import Services, open_queries
from crosstrace.vocab import GRAPHS
from stores import Kept as Store

EVERYTHING = tuple(Role)
TURTLE = {"Content-Type": "text/turtle"}
COMMON = "https://common.example/thing"
"""A resource that every graph tells something about."""

_TEXT = Template("""@prefix : <https://$node.example/> .
@prefix ct: <https://w3id.org/crosstrace/ns#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix sp800-218a: <https://w3id.org/crosstrace/id/sp800-218a/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:graph a ct:ImplementationGraph ;
    dcterms:title "$title" ;
    dcterms:issued "2026-11-20"^^xsd:date ;
    dcterms:creator :org ;
    ct:profile <https://w3id.org/crosstrace/id/sp800-218a> ;
    ct:subject :model ;
    ct:role ct:ModelProducer .
:org a ct:Organization ; foaf:name "Org $text" .
:model a ct:AIModel ; dcterms:title "Model $text" ; dcat:version "$text" .
:work a ct:Implementation ;
    ct:implements sp800-218a:PO.1.1 ;
    ct:appliesTo :model ;
    ct:status ct:Implemented ;
    ct:responsibleParty :org ;
    ct:statement "Statement $text" ;
    ct:disposition
        [ a ct:ItemDisposition ; ct:item sp800-218a:PO.1.1.R1 ; ct:decision ct:Adopted ] ;
    ct:evidence :proof .
:proof a ct:Evidence ;
    dcterms:title "Proof $text" ;
    dcterms:issued "2026-03-16"^^xsd:date ;
    ct:validUntil "2027-03-16"^^xsd:date ;
    ct:digest [ ct:algorithm "SHA-256" ; ct:value "$digest" ] .
<$common> dcterms:title "Common $text" .
""")


def _canary(kind: str, *parts: object) -> str:
    """A word that stands nowhere else."""
    return f"z{kind}{hashlib.sha256(repr(parts).encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Kept:
    """A graph that an organisation keeps; with `ended` it was shared for a while."""

    organization: str
    name: str
    versions: int = 2
    shared: str | None = None
    ended: str | None = None
    withdrawn: bool = False

    @property
    def iri(self) -> str:
        return f"{GRAPHS}{self.organization}/{self.name}"

    def version_iri(self, number: int) -> str:
        return f"{self.iri}/versions/{number}"

    @property
    def in_force(self) -> str | None:
        return None if self.withdrawn else self.version_iri(self.versions)

    def node(self, number: int, local: str = "model") -> str:
        """A resource of a version, whose IRI is itself a canary."""
        return f"https://{_canary('n', self.organization, self.name, number)}.example/{local}"

    def text(self, number: int) -> str:
        """The canary in the literals of a version."""
        return _canary("t", self.organization, self.name, number)

    def title(self, number: int) -> str:
        """The canary that is the version's title."""
        return _canary("h", self.organization, self.name, number)

    def turtle(self, number: int) -> str:
        return _TEXT.substitute(
            node=_canary("n", self.organization, self.name, number),
            title=self.title(number),
            text=self.text(number),
            digest=hashlib.sha256(self.text(number).encode()).hexdigest(),
            common=COMMON,
        )

    def canaries(self) -> set[str]:
        """What nobody may be told who may not see the graph."""
        found = set() if self.name == PLAN else {self.name}
        for number in range(1, self.versions + 1):
            body = self.turtle(number).encode()
            found |= {self.text(number), self.title(number), self.node(number).split("/")[2]}
            found.add(hashlib.sha256(body).hexdigest())
        return found


PLAN = "plan"
"""A name that all three have chosen."""
ACME_PLAN = Kept("acme", PLAN, versions=3)
WIDGET = Kept("acme", "widget-x7q2", shared="bob")
ENDED = Kept("acme", "ended-k4w8", ended="bob")
GONE = Kept("acme", "gone-p3v9", withdrawn=True)
HANDED = Kept("acme", "handed-m5t1", shared="bob", withdrawn=True)
BOB_PLAN = Kept("bob", PLAN)
BENCH = Kept("bob", "bench-r6y3", shared="carol")
CAROL_PLAN = Kept("carol", PLAN, versions=1)
GIFT = Kept("carol", "gift-d8s5", shared="acme")
GRAPHS_KEPT = (
    ACME_PLAN, WIDGET, ENDED, GONE, HANDED, BOB_PLAN, BENCH, CAROL_PLAN, GIFT,
)  # fmt: skip
OF_ACME = frozenset({ACME_PLAN, WIDGET, ENDED, GONE, HANDED, GIFT})
OF_BOB = frozenset({BOB_PLAN, BENCH, WIDGET, HANDED})
OF_CAROL = frozenset({CAROL_PLAN, GIFT, BENCH})
MISSING = Kept("acme", "widget-0000")
"""A graph that does not exist, with a name as long as that of one that does."""


@dataclass(frozen=True)
class Caller:
    """Somebody who calls, and the graphs that they may see."""

    label: str
    organization: str | None
    headers: dict[str, str]
    sees: frozenset[Kept]

    @property
    def unseen(self) -> tuple[Kept, ...]:
        return tuple(kept for kept in GRAPHS_KEPT if kept not in self.sees)

    def forbidden(self) -> set[str]:
        """What no answer to this caller may hold."""
        return set().union(*(kept.canaries() for kept in self.unseen))

    def default_graphs(self) -> set[str]:
        """The named graphs of tenants that a query sees when it names none."""
        found = {kept.iri for kept in self.sees}
        return found | {kept.in_force for kept in self.sees if kept.in_force}

    def all_graphs(self) -> set[str]:
        """Those that it sees when it names them."""
        versions = ((kept, n) for kept in self.sees for n in range(1, kept.versions + 1))
        return self.default_graphs() | {kept.version_iri(n) for kept, n in versions}


@dataclass(frozen=True)
class World:
    """The running service, and everybody who calls it."""

    client: httpx.Client
    archive: Archive
    callers: dict[str, Caller]

    def ask(self, caller: Caller | str, method: str, path: str, **given: object) -> httpx.Response:
        who = self.callers[caller] if isinstance(caller, str) else caller
        headers = {**who.headers, **given.pop("headers", {})}  # type: ignore[dict-item]
        return self.client.request(method, path, headers=headers, **given)  # type: ignore[arg-type]

    def submit(self, kept: Kept, number: int) -> httpx.Response:
        """Submit a version as its organisation."""
        return self.ask(
            kept.organization,
            "PUT",
            f"/v1/graphs/{kept.name}",
            params={"level": "draft"},
            content=kept.turtle(number),
            headers=TURTLE,
        )


@contextmanager
def populated(services: Services, store: Store, folder: Path) -> Iterator[World]:
    """The world, over an archive of its own in `store`, which is empty."""
    settings = services.settings.model_copy(update={"query_seconds": 20.0})
    with (
        open_archive(store.location, services.graph.store, store.login) as archive,
        open_queries(settings, archive) as queries,
        configured(
            replace(services, archive=archive, queries=queries), folder, operator="ops"
        ) as tenants,
    ):
        world = World(tenants.client, archive, {who.label: who for who in _callers(tenants)})
        for kept in GRAPHS_KEPT:
            _keep(world, kept)
        yield world


def _keep(world: World, kept: Kept) -> None:
    for number in range(1, kept.versions + 1):
        answer = world.submit(kept, number)
        assert answer.status_code == 201, answer.text
    path = f"/v1/graphs/{kept.name}"
    changes = []
    if partner := kept.shared or kept.ended:
        changes.append(("PUT", f"{path}/shares/{partner}"))
    if kept.ended:
        changes.append(("DELETE", f"{path}/shares/{kept.ended}"))
    if kept.withdrawn:
        changes.append(("DELETE", path))
    for method, address in changes:
        assert world.ask(kept.organization, method, address).status_code == 200


def _callers(tenants: Tenants) -> Iterator[Caller]:
    for slug in ("bob", "carol", "ops"):
        tenants.add_organization(slug)

    def key(organization: str, *roles: Role, **scope: object) -> dict[str, str]:
        _, text = tenants.key(*roles, organization=organization, **scope)
        return {"Authorization": f"Bearer {text}"}

    def token(organization: str, *roles: str) -> dict[str, str]:
        text = tenants.issuer.token(organization=organization, roles=list(roles))
        return {"Authorization": f"Bearer {text}"}

    nothing: frozenset[Kept] = frozenset()
    widget, namesake = frozenset({WIDGET.name}), frozenset({ENDED.name, PLAN})
    read_only = key("acme", *EVERYTHING, read_only=True)
    limited = key("acme", *EVERYTHING, graphs=widget)
    yield Caller("acme", "acme", key("acme", *EVERYTHING), OF_ACME)
    yield Caller("acme-admin", "acme", key("acme", Role.ADMIN), nothing)
    yield Caller("acme-auditor", "acme", key("acme", Role.AUDITOR), OF_ACME)
    yield Caller("acme-limited", "acme", limited, frozenset({WIDGET}))
    yield Caller("acme-read-only", "acme", read_only, OF_ACME)
    yield Caller("acme-token", "acme", token("acme", "reader"), OF_ACME)
    yield Caller("bob", "bob", key("bob", *EVERYTHING), OF_BOB)
    namesakes = key("bob", *EVERYTHING, graphs=namesake)
    yield Caller("bob-limited", "bob", namesakes, frozenset({BOB_PLAN}))
    yield Caller("bob-token", "bob", token("bob", "reader", "auditor"), OF_BOB)
    yield Caller("carol", "carol", key("carol", *EVERYTHING), OF_CAROL)
    yield Caller("mallory", "mallory", token("mallory", *EVERYTHING), nothing)
    yield Caller("operator", "ops", key("ops", *EVERYTHING), nothing)
    yield Caller("operator-limited", "ops", key("ops", *EVERYTHING, graphs=widget), nothing)
    yield Caller("nobody", None, {}, nothing)


LABELS = (
    "acme", "acme-admin", "acme-auditor", "acme-limited", "acme-read-only", "acme-token", "bob",
    "bob-limited", "bob-token", "carol", "mallory", "operator",
    "operator-limited", "nobody",
)  # fmt: skip


def told(answer: httpx.Response) -> str:
    """Everything that an answer says: status line, headers and body."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{answer.status_code} {answer.reason_phrase}\n{headers}\n{answer.text}"


def leaks(answer: httpx.Response, caller: Caller) -> set[str]:
    """What an answer says that the caller may not know, apart from what the request named."""
    request = answer.request
    said = unquote(f"{request.url} {request.headers} {request.content.decode(errors='replace')}")
    text = told(answer)
    return {word for word in caller.forbidden() if word in text and word not in said}
