"""In the worker: judging one submission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Literal, Node, URIRef

from crosstrace.rdf.context import known_contexts
from crosstrace.rdf.formats import Syntax, syntax_named
from crosstrace.sandbox.worker import Handler
from crosstrace.validation.asked import asked_at
from crosstrace.validation.concerned import Concerned
from crosstrace.validation.effective import without_instances
from crosstrace.validation.engines import DEFAULT, engine_named
from crosstrace.validation.engines.cross_check import REFERENCE, cross_check
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.identifiers import Identifiers, read_identifiers
from crosstrace.validation.levels import DEFAULT_LEVEL, at_level
from crosstrace.validation.locate import NOWHERE, Places, locate
from crosstrace.validation.meant import Meaning
from crosstrace.validation.messages import Wording, plain
from crosstrace.validation.own_shapes import own_alone, with_own
from crosstrace.validation.paths import path_copy
from crosstrace.validation.reference import Names, clock, read_names
from crosstrace.validation.report import NO_PROFILE, SEVERITIES, Location, Report, Result
from crosstrace.validation.setting import Setting, setting
from crosstrace.validation.shapes import Shapes, bundled_shapes
from crosstrace.validation.snippets import snippet
from crosstrace.validation.submission import BLANK, Submission, merged, read_submission
from crosstrace.validation.terms import Terms, read_terms
from crosstrace.validation.unread import refuse_unread, unread
from crosstrace.vocab import CTSH, local_name

_OWN_STATEMENTS: Final = URIRef(CTSH + "OwnStatementsOnly")
_PRIORITIES: Final = ("high", "medium", "low", None)


def open_validator(settings: dict[str, Any]) -> Handler:
    """Read the shapes and the reference graph once; the handler's jobs are submissions.

    The header of a job to judge has `job` "judge", `syntax`, `profile`, `level`, `engine`,
    `cross_check`, `as_of`, `shapes_bytes`, `onto_bytes` and `keep`. Its body is the
    submission, followed by that many bytes of shapes, and of statements to merge it with. Its
    answer's header is the report, its body the statements that were judged if they are to be
    kept. A job "statements" with `syntax` gives those that are the submission's to make, as
    N-Triples; `InvalidInput` where it has parts that can't be read, for no report would tell.
    """
    reference = Path(settings["reference"]).read_bytes()
    identifiers = read_identifiers(reference, Path(settings["identifiers"]).read_bytes())
    folder = Path(settings["shapes"])
    # Judging nothing plans the shapes, so that the first submission doesn't wait for it.
    engine_named(DEFAULT).run(asked_at(bundled_shapes(folder), DEFAULT_LEVEL), b"")
    names, terms = read_names(reference), read_terms(reference)
    return _Judging(reference, names, terms, identifiers, folder).handle


@dataclass(frozen=True, slots=True)
class _Judging:
    """What all submissions are judged by: the known elements and the folder of our shapes."""

    reference: bytes
    names: Names
    terms: Terms
    identifiers: Identifiers
    folder: Path

    def handle(self, header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        if header["job"] == "statements":
            submission = self._read(header, body)
            refuse_unread(body, syntax_named(header["syntax"]))
            return {}, submission.data
        end = len(body) - header["onto_bytes"]
        cut = end - header["shapes_bytes"]
        report, data = self._judged(header, body[:cut], body[cut:end], body[end:])
        return asdict(report), data if header["keep"] else b""

    def _read(self, header: dict[str, Any], body: bytes, *, anything: bool = False) -> Submission:
        syntax = syntax_named(header["syntax"])
        return read_submission(
            body, syntax, known_contexts(), self.names.classes, anything=anything
        )

    def _judged(
        self, header: dict[str, Any], body: bytes, own: bytes, onto: bytes
    ) -> tuple[Report, bytes]:
        alone = header["profile"] == NO_PROFILE
        used = asked_at(self._shapes(own, alone=alone), header["level"])
        engine = header["engine"]
        submission = self._read(header, body, anything=alone)
        submission = merged(submission, onto) if onto else submission
        day = dt.date.fromisoformat(header["as_of"])
        known = b"" if alone else self.reference + clock(day)
        terms = None if alone else self.terms
        judged = judge(submission, used, engine, known, terms, checked=header["cross_check"])
        found = at_level(judged, used, header["level"])
        syntax = syntax_named(header["syntax"])
        places = locate(body, syntax, submission.stated) if found else NOWHERE
        wording = Wording(used, self.names, self._meaning(header["profile"]))
        here = setting(submission.stated if found else (), day)
        concerned = Concerned(submission.own, self.names)
        unasked = without_instances(own_alone(own), submission.own) if own else []
        results = [
            *_results(found, used, wording, concerned, places, here),
            *self._of_ours(unasked, concerned),
            *self._unread(body, syntax, concerned),
        ]
        report = Report(
            profile=header["profile"],
            level=header["level"],
            engine=engine,
            as_of=header["as_of"],
            results=_in_order(results, concerned),
        )
        return report, submission.data

    def _unread(self, body: bytes, syntax: Syntax, concerned: Concerned) -> Iterator[Result]:
        """The results for what the document says and its parser makes nothing of."""
        found = unread(body, syntax)
        raw = self._of_ours([part.raw() for part in found], concerned)
        for part, result in zip(found, raw, strict=True):
            place = Location(part.line, part.column)
            yield replace(result, fix=part.fix(result.fix or ""), locations=(place,))

    def _of_ours(self, found: Iterable[RawResult], concerned: Concerned) -> Iterator[Result]:
        """The results that no engine found, in the words of our own shapes."""
        ours = bundled_shapes(self.folder)
        wording = Wording(ours, self.names)
        return (_result(raw, wording, concerned, ours) for raw in found)

    def _meaning(self, profile: str) -> Meaning:
        return Meaning(self.identifiers, profile, self.terms)

    def _shapes(self, own: bytes, *, alone: bool) -> Shapes:
        if alone:
            return own_alone(own)
        return with_own(own, self.folder) if own else bundled_shapes(self.folder)


def judge(
    submission: Submission,
    shapes: Shapes,
    engine: str,
    known: bytes,
    terms: Terms | None = None,
    *,
    checked: bool = False,
) -> list[RawResult]:
    """The results for a submission beside what is known: the reference graph and the clock.

    Terms of our namespace that are not among `terms` are found too; without it none is looked at.
    With `checked` they are held against the reference engine's: `EnginesDisagree`.
    """
    data = submission.data + known
    found = engine_named(engine).run(shapes, data)
    if checked:
        cross_check(engine, found, engine_named(REFERENCE).run(shapes, data), shapes, data)
    unknown = () if terms is None else terms.unknown(submission.own)
    return [*_not_its_own(submission), *unknown, *found]


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


def _results(
    found: Iterable[RawResult],
    shapes: Shapes,
    wording: Wording,
    concerned: Concerned,
    places: Places,
    here: Setting,
) -> Iterator[Result]:
    for raw in found:
        yield replace(
            _result(raw, wording, concerned, shapes),
            snippet=snippet(raw, shapes, here, wording.meant(raw)),
            locations=places.of(raw.focus_node, raw.path, raw.value),
        )


def _in_order(results: Sequence[Result], concerned: Concerned) -> tuple[Result, ...]:
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
    element = concerned.element(raw) or wording.meant_element(raw)
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
    path, of_path = (None, []) if raw.path is None else path_copy(raw.path, shapes.graph)
    said: list[tuple[URIRef, Node | None]] = [
        (RDF.type, SH.ValidationResult),
        (SH.resultSeverity, URIRef(raw.severity)),
        (SH.sourceShape, raw.source_shape),
        (SH.sourceConstraintComponent, URIRef(raw.component)),
        (SH.focusNode, raw.focus_node),
        (SH.value, raw.value),
        (SH.resultMessage, Literal(message, lang="en")),
        (SH.resultPath, path),
    ]
    lines = [f"_:result {p.n3()} {_term(o)} ." for p, o in said if o is not None]
    lines += [f"{_term(s)} {_term(p)} {_term(o)} ." for s, p, o in of_path]
    return "\n".join(lines)


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
