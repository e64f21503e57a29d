"""In the worker: judging one submission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Literal, Node, URIRef

from crosstrace.rdf.context import known_contexts
from crosstrace.rdf.formats import syntax_named
from crosstrace.sandbox.worker import Handler
from crosstrace.validation.claims import read_claims
from crosstrace.validation.concerned import Concerned
from crosstrace.validation.engines import DEFAULT, DEFAULT_FOR_OWN_SHAPES, RawResult, engine_named
from crosstrace.validation.engines.cross_check import REFERENCE, cross_check
from crosstrace.validation.levels import at_level
from crosstrace.validation.locate import NOWHERE, Places, locate
from crosstrace.validation.messages import Wording, plain
from crosstrace.validation.own_shapes import with_own
from crosstrace.validation.reference import Names, clock, read_names
from crosstrace.validation.report import SEVERITIES, Report, Result
from crosstrace.validation.shapes import Shapes, bundled_shapes
from crosstrace.validation.snippets import Setting, setting, snippet
from crosstrace.validation.submission import BLANK, Submission, read_submission
from crosstrace.vocab import CTSH, local_name

_OWN_STATEMENTS: Final = URIRef(CTSH + "OwnStatementsOnly")
_PRIORITIES: Final = ("high", "medium", "low", None)


def open_validator(settings: dict[str, Any]) -> Handler:
    """Read the shapes and the reference graph once; the handler's jobs are submissions.

    The header of a job to judge has `job` "judge", `syntax`, `profile`, `level`, `engine` (or
    None), `cross_check`, `as_of` and `shapes_bytes`; its body is the submission followed by that
    many bytes of shapes, and its answer's header is the report. A job "claims" with `syntax` asks
    for those.
    """
    reference = Path(settings["reference"]).read_bytes()
    names = read_names(reference)
    folder = Path(settings["shapes"])
    shapes = bundled_shapes(folder)

    def claims(header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        syntax = syntax_named(header["syntax"])
        submission = read_submission(body, syntax, known_contexts(), names.classes)
        return {"claims": [asdict(claim) for claim in read_claims(submission.data)]}, b""

    def handle(header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        if header["job"] == "claims":
            return claims(header, body)
        cut = len(body) - header["shapes_bytes"]
        own = body[cut:]
        used = with_own(own, folder) if own else shapes
        engine = header["engine"] or (DEFAULT_FOR_OWN_SHAPES if own else DEFAULT)
        text, syntax = body[:cut], syntax_named(header["syntax"])
        submission = read_submission(text, syntax, known_contexts(), names.classes)
        day = dt.date.fromisoformat(header["as_of"])
        known = reference + clock(day)
        judged = judge(submission, used, engine, known, checked=header["cross_check"])
        found = at_level(judged, used, header["level"])
        places = locate(text, syntax, submission.stated) if found else NOWHERE
        report = Report(
            profile=header["profile"],
            level=header["level"],
            engine=engine,
            as_of=header["as_of"],
            results=_in_order(
                found, used, names, submission, places, setting(submission.stated, day)
            ),
        )
        return asdict(report), b""

    return handle


def judge(
    submission: Submission,
    shapes: Shapes,
    engine: str,
    known: bytes,
    *,
    checked: bool = False,
) -> list[RawResult]:
    """The results for a submission beside what is known: the reference graph and the clock.

    With `checked` they are held against the reference engine's: `EnginesDisagree`.
    """
    data = submission.data + known
    found = engine_named(engine).run(shapes, data)
    if checked:
        cross_check(engine, found, engine_named(REFERENCE).run(shapes, data), shapes, data)
    return [*_not_its_own(submission), *found]


def _not_its_own(submission: Submission) -> list[RawResult]:
    return [
        RawResult(
            severity=str(SH.Violation),
            source_shape=_OWN_STATEMENTS,
            component=str(SH.NodeConstraintComponent),
            focus_node=URIRef(subject),
            path=None,
            value=URIRef(subject),
            message=None,
        )
        for subject in submission.not_its_own
    ]


def _in_order(
    found: Iterable[RawResult],
    shapes: Shapes,
    names: Names,
    submission: Submission,
    places: Places,
    here: Setting,
) -> tuple[Result, ...]:
    wording = Wording(shapes, names)
    concerned = Concerned(submission.data, names)
    results = [
        replace(
            _result(raw, wording, concerned, shapes),
            snippet=snippet(raw, shapes, here),
            locations=places.of(raw.focus_node, raw.path, raw.value),
        )
        for raw in found
    ]

    worst: dict[str | None, int] = {}
    for result in results:
        severity = SEVERITIES.index(result.severity)
        worst[result.element] = min(severity, worst.get(result.element, severity))

    def importance(result: Result) -> tuple[object, ...]:
        return (
            worst[result.element],
            _PRIORITIES.index(concerned.priority(result.element)),
            result.element or "",
            SEVERITIES.index(result.severity),
            result.focus_node,
            result.shape,
            result.constraint,
            result.path or "",
            result.value or "",
            result.rdf,
        )

    return tuple(sorted(results, key=importance))


def _result(raw: RawResult, wording: Wording, concerned: Concerned, shapes: Shapes) -> Result:
    message = wording.message(raw)
    element = concerned.element(raw)
    return Result(
        severity=_severity(raw.severity),
        shape=plain(raw.source_shape) or "",
        constraint=local_name(raw.component),
        focus_node=plain(raw.focus_node) or "",
        path=wording.path(raw),
        value=plain(raw.value),
        message=message,
        fix=wording.fix(raw),
        element=element,
        element_title=None if element is None else wording.title(element),
        source=shapes.source(raw.source_shape),
        rdf=_n_triples(raw, message, shapes),
    )


def _severity(iri: str) -> str:
    """One of ours; a severity of an organisation's own counts as a violation."""
    name = local_name(iri).lower()
    return name if iri.startswith(str(SH)) and name in SEVERITIES else SEVERITIES[0]


def _n_triples(raw: RawResult, message: str, shapes: Shapes) -> str:
    said: list[tuple[URIRef, Node | None]] = [
        (RDF.type, SH.ValidationResult),
        (SH.resultSeverity, URIRef(raw.severity)),
        (SH.sourceShape, raw.source_shape),
        (SH.sourceConstraintComponent, URIRef(raw.component)),
        (SH.focusNode, raw.focus_node),
        (SH.value, raw.value),
        (SH.resultMessage, Literal(message, lang="en")),
        (SH.resultPath, raw.path),
    ]
    lines = [f"_:result {p.n3()} {_term(o)} ." for p, o in said if o is not None]
    lines += [f"{_term(s)} {_term(p)} {_term(o)} ." for s, p, o in _closure(raw.path, shapes)]
    return "\n".join(lines)


def _closure(path: Node | None, shapes: Shapes) -> list[tuple[Node, Node, Node]]:
    if path is None or isinstance(path, URIRef):
        return []
    triples = list(shapes.graph.triples((path, None, None)))
    return triples + [t for _, _, o in triples for t in _closure(o, shapes)]


def _term(term: Node) -> str:
    """A term in N-Triples; rdflib's own way of writing texts is that of Turtle."""
    text = str(term)
    if isinstance(term, Literal):
        return str(_literal(text, term))
    return f"_:b{text[len(BLANK) :]}" if text.startswith(BLANK) else term.n3()


def _literal(text: str, term: Literal) -> ox.Literal:
    if term.language:
        return ox.Literal(text, language=term.language)
    return ox.Literal(text, datatype=ox.NamedNode(str(term.datatype or XSD.string)))
