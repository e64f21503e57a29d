"""Reading a document of the software supply chain: what it is, as evidence in a graph.

Nothing is added that the document or its user doesn't say: where neither gives a date, the graph
has none, so that its validation asks for it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from crosstrace.conversion.graph import Graph, web_address
from crosstrace.conversion.losses import Losses, shown
from crosstrace.conversion.profile import PROFILE, profile
from crosstrace.errors import InvalidInput
from crosstrace.evidence import cyclonedx, in_toto, sarif, spdx3
from crosstrace.evidence.intake import format_of, load
from crosstrace.evidence.reading import MAX_DIGITS, Facts, Reading, day
from crosstrace.vocab import CT, DCAT, DCTERMS, PROV

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"

State: TypeAlias = Callable[[Reading, Mapping[str, Any]], Facts]
_READERS: Final[Mapping[str, State]] = {
    "in-toto": in_toto.state,
    "cyclonedx": cyclonedx.state,
    "spdx3": spdx3.state,
    "sarif": sarif.state,
}
FORMATS: Final = tuple(_READERS)


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of a file; what is None is left to the file.

    `tasks` are those it is evidence for, each as `sp800-218a:PS.3.2`.
    """

    title: str | None = None
    issued: dt.date | None = None
    valid_until: dt.date | None = None
    url: str | None = None
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was read: the format, the IRI of the evidence, and in sentences what is not kept."""

    format: str
    evidence: str
    losses: tuple[str, ...]


def read_evidence(
    body: bytes,
    graph: Graph,
    given: Given | None = None,
    *,
    format: str | None = None,  # noqa: A002
) -> Found:
    """State in `graph` what the file `body` is evidence of.

    `format` is one of `FORMATS`, found from the content when None. `InvalidInput` names the
    places in the file that can't be used; `graph` is then of no use either.

    Sources: in-toto Attestation Framework, SLSA Provenance, CycloneDX 1.5 to 1.7, SPDX 3.0.1,
    SARIF 2.1.0.
    """
    given = given or Given()
    tree = load(body)
    named = format or format_of(tree)
    if named not in _READERS:
        raise InvalidInput(f"{named!r} is no format here; there is {', '.join(FORMATS)}.")
    sha256 = hashlib.sha256(body).hexdigest()
    reading = Reading(graph, f"evidence-{sha256[:MAX_DIGITS]}", Losses())
    graph.type(reading.node, CT + "Evidence")
    facts = _READERS[named](reading, tree)
    _state_evidence(reading, facts, given)
    reading.digest(reading.node, ((), "SHA-256", sha256))
    for task in given.tasks:
        graph.link(graph.iri(_task(task)), CT + "evidence", reading.node)
    return Found(named, reading.node, reading.losses.sentences())


def _state_evidence(reading: Reading, facts: Facts, given: Given) -> None:
    graph, node = reading.graph, reading.node
    reading.text(node, DCTERMS + "title", given.title or facts.title)
    graph.text(node, DCTERMS + "type", facts.called)
    _state_dates(reading, facts, given)
    for identifier in facts.identifiers:
        reading.text(node, DCTERMS + "identifier", identifier)
    if given.url is not None:
        graph.link(node, DCAT + "downloadURL", _address(given.url))
    graph.link(node, DCAT + "mediaType", _MEDIA_TYPES + facts.media_type)
    if facts.predicate_type:
        _state_predicate_type(reading, facts.predicate_type)
    for predicate, nodes in (
        (PROV + "wasGeneratedBy", facts.activities),
        (PROV + "wasAttributedTo", facts.authors),
        (CT + "about", facts.about),
    ):
        for other in nodes:
            graph.link(node, predicate, other)


def _state_dates(reading: Reading, facts: Facts, given: Given) -> None:
    graph, node = reading.graph, reading.node
    made = day(*facts.made) if facts.made else None
    issued = given.issued or made
    if issued is None:
        reading.losses.note("The file doesn't say when it was made; add dcterms:issued")
    else:
        graph.date(node, DCTERMS + "issued", issued)
    if facts.made and facts.exact:
        reading.moment(node, PROV + "generatedAtTime", *facts.made)
    if given.valid_until is not None:
        graph.date(node, CT + "validUntil", given.valid_until)


def _state_predicate_type(reading: Reading, iri: str) -> None:
    try:
        address = web_address(iri)
    except ValueError:
        address = None
    if address:
        reading.graph.link(reading.node, CT + "predicateType", address)
    else:
        reading.losses.note("A predicate type that is no IRI of the web is not kept", shown(iri))


def _address(url: str) -> str:
    try:
        found = web_address(url)
    except ValueError:
        found = None
    if found is None:
        raise InvalidInput(f"{url[:80]!r} is no address of the web, such as https://example.org/x.")
    return found


def _task(written: str) -> str:
    """The identifier of a task that was written with its edition."""
    edition, _, local = written.partition(":")
    found = profile().task(local) if edition == PROFILE else None
    if found is None:
        raise InvalidInput(f"{written[:80]!r} is no task; write one like {PROFILE}:PS.3.2.")
    return found
