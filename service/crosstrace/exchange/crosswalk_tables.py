"""A whole crosswalk as a stream: JSON, CSV and XLSX for people, SSSOM and OSCAL for tools."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from crosstrace import documents
from crosstrace.crosswalk import Answer, Path, Result, Status, Table, explain, settles
from crosstrace.errors import InvalidInput, NotAcceptable
from crosstrace.mappingsets import MappingRow, SetHeader, oscal_write, sheets_write, sssom_write
from crosstrace.mappingsets.sheets import Value
from crosstrace.mappingsets.sheets_write import Column
from crosstrace.model import ElementRef
from crosstrace.vocab import ID, MAPPING_SET

COLUMNS: Final = (
    Column("source", "The element the row starts from, as edition:id.", 24),
    Column("target", "The element it leads to, as edition:id.", 24),
    Column("target_label", "What the target is called.", 44),
    Column("status", "How sure it is: asserted, inverse, conclusive, overlap, possible, lead or "
           "unknown; a lead states no relation.", 12),
    Column("relations", "The relations stated, or those that remain possible.", 24),
    Column("excluded", "The set-theory relations that are ruled out.", 24),
    Column("rationale", "On what ground: syntactic, semantic or functional.", 12),
    Column("strength", "The weakest strength on the path, an ordinal from 0 to 10.", 10),
    Column("transfer", "What implementing the source says of covering the target.", 20),
    Column("rule", "The rule by which it follows.", 24),
    Column("hops", "How many mappings the best path has.", 8),
    Column("paths", "How many paths there are.", 8),
    Column("contradictions", "How many contradictions there are between published mappings.", 14),
    Column("best_path", "The elements on the best path.", 60),
    Column("mapping_sets", "The sets the mappings on the best path belong to.", 40),
    Column("explanation", "Why, in a sentence, and what may not be read into it.", 80),
    Column("settled_by", "What would settle what is open.", 60),
)  # fmt: skip
_LICENCE: Final = "https://w3id.org/sssom/license/unspecified"
_STATED: Final = (Status.ASSERTED, Status.INVERSE, Status.CONCLUSIVE)


def json_rows(table: Table) -> Iterator[str]:
    """The document of `GET /v1/crosswalk/{source}/{target}`, an answer at a time."""
    head = {"source": table.source, "target": table.target, "max_hops": table.max_hops}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "items": ['
    for number, answer in enumerate(table.answers):
        separator = ",\n" if number else "\n"
        yield separator + json.dumps(documents.answer(answer), ensure_ascii=False)
    yield "\n]}\n"


def csv_rows(table: Table) -> Iterator[str]:
    """One row per result, with its best path written out."""
    return sheets_write.write_csv(COLUMNS, _rows(table))


def xlsx_rows(table: Table) -> Iterator[bytes]:
    """The same rows as a workbook with typed columns and a sheet that explains them."""
    return sheets_write.write_xlsx("Crosswalk", COLUMNS, _rows(table))


def sssom_rows(table: Table) -> Iterator[str]:
    """What is stated, by a publisher or conclusively, as SSSOM."""
    return sssom_write.write(_header(table), _stated(table))


def oscal_rows(table: Table) -> Iterator[str]:
    """What is stated, by a publisher or conclusively, as an OSCAL mapping collection.

    `NotAcceptable` when nothing is stated, since OSCAL has no collection without mappings.
    """
    try:
        return oscal_write.write(_header(table), _stated(table))
    except InvalidInput as error:
        raise NotAcceptable(f"{error.detail} The JSON, CSV and XLSX forms have it all.") from error


def _rows(table: Table) -> Iterator[tuple[Value, ...]]:
    for answer in table.answers:
        for result in answer.results:
            yield _cells(answer, result)


def _cells(answer: Answer, result: Result) -> tuple[Value, ...]:
    conclusion = result.conclusion
    headline, best = conclusion.headline, conclusion.proofs[0].path
    return (
        str(answer.source),
        str(result.element),
        result.label,
        str(headline.status),
        " ".join(headline.relations),
        " ".join(headline.excluded),
        headline.rationale,
        headline.strength,
        str(conclusion.transfer),
        headline.rule,
        len(best),
        len(conclusion.proofs),
        len(conclusion.contradictions),
        " > ".join([str(answer.source), *(str(hop.target) for hop in best)]),
        " ".join(dict.fromkeys(hop.mapping.mapping_set for hop in best)),
        explain(result),
        settles(result),
    )


def _header(table: Table) -> SetHeader:
    return SetHeader(
        slug=f"crosswalk-{table.source}-to-{table.target}",
        title=f"Crosswalk from {table.source} to {table.target}",
        version="1",
        publisher=f"{ID}organization/crosstrace",
        sources=(f"{ID}{table.source}", f"{ID}{table.target}"),
        issued=table.issued,
        # Each row names the set it comes from, which has its licence.
        licence=_LICENCE,
        style="crosswalk",
        use_case=(
            "What published mappings state between the two editions, and what follows from them "
            "conclusively. Results that leave several relations open, and leads, which state "
            "none, are in the JSON, CSV and XLSX forms only."
        ),
        source_edition=table.source,
        target_edition=table.target,
    )


def _stated(table: Table) -> Iterator[MappingRow]:
    """Each published mapping between the two once, in its own direction, and what follows."""
    seen: set[str] = set()
    for answer in table.answers:
        for result in answer.results:
            for proof in result.conclusion.proofs:
                direct = len(proof.path) == 1 and proof.judgement.status in _STATED[:2]
                if direct and proof.path[0].mapping.iri not in seen:
                    seen.add(proof.path[0].mapping.iri)
                    yield _published(proof.path)
            if result.status is Status.CONCLUSIVE:
                yield _derived(answer.source, result)


def _published(path: Path) -> MappingRow:
    mapping = path[0].mapping
    return MappingRow(
        sources=mapping.sources,
        relation=mapping.relation,
        targets=mapping.targets,
        record=mapping.iri.removeprefix(MAPPING_SET).replace("/", ".."),
        rationale=mapping.rationale,
        strength=mapping.strength,
        supportive_property=mapping.supportive_property,
        as_printed=mapping.as_printed,
        change_type=mapping.change_type,
        mapping_set=mapping.mapping_set,
    )


def _derived(source: ElementRef, result: Result) -> MappingRow:
    headline, path = result.conclusion.headline, result.conclusion.proofs[0].path
    return MappingRow(
        sources=(source,),
        relation=headline.relations[0],
        targets=(result.element,),
        record=f"{source.local}..{result.element.local}",
        justification="MappingChaining",
        rationale=headline.rationale,
        strength=headline.strength,
        status=str(headline.status),
        rule=headline.rule,
        path=tuple(hop.mapping.iri for hop in path),
    )
