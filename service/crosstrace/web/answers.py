"""How an answer on a graph is asked for and sent: its forms, its headers, where its page stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse

from crosstrace.archive import StoredGraph
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.documents import Document, Origin, answered_from
from crosstrace.exchange import answer_tables
from crosstrace.exchange.answer_tables import AnswerTable
from crosstrace.traceability import forms
from crosstrace.web.graphs import version_headers
from crosstrace.web.negotiation import CSV, HTML, JSON, XLSX, Representation
from crosstrace.web.pages.answers import Place
from crosstrace.web.views import Reading, origin_of

PAGE_FORMS: Final = (JSON, HTML)
TABLE_FORMS: Final = (JSON, HTML, CSV, XLSX)
ANSWERED: Final = {"Crosstrace-Version": "The number of the version that answers."}
PROBLEMS: Final = (400, 401, 403, 404, 406, 410, 503)

_KEPT: Final = ("as_of", "version", "known_on")


@dataclass(frozen=True, slots=True)
class Asked:
    """The request for an answer: of which version, in which form, and beside which others."""

    request: Request
    graph: KnowledgeGraph
    reading: Reading
    form: Representation
    beside: Sequence[Reading] = ()

    def origin(self) -> Origin:
        """What the answer is of."""
        return origin_of(self.reading, *self.beside)

    def place(self, offered: tuple[Representation, ...]) -> Place:
        """Where the page of the answer stands."""
        url, name = self.request.url, self.reading.version.name
        given = dict(self.request.query_params)
        kept: dict[str, str] = {key: given[key] for key in _KEPT if key in given}
        return Place(
            path=f"/v1/graphs/{name.name}",
            here=url.path,
            query={"format": HTML.name, "owner": name.organization, **kept},
            asked=given,
            editions=tuple(self.graph.catalog.editions),
            attestable=(*forms(self.graph.crosswalk), self.reading.view.profile),
            chosen=given.get("edition"),
            forms=tuple(form for form in offered if form is not HTML),
        )


def graph_place(graph: KnowledgeGraph, found: StoredGraph) -> Place:
    """Where the page of a graph stands, for links to its answers; of a withdrawn one the latest."""
    name, latest = found.name, found.latest
    version = {"version": str(latest.number)} if found.withdrawn else {}
    return Place(
        path=f"/v1/graphs/{name.name}",
        here=f"/v1/graphs/{name.name}",
        query={"format": HTML.name, "owner": name.organization, **version},
        asked={},
        editions=tuple(graph.catalog.editions),
        attestable=(*forms(graph.crosswalk), latest.submitted.profile),
    )


@dataclass(frozen=True, slots=True)
class Mouth:
    """The ways to tell one kind of answer: as a document, as a page, and maybe as a table."""

    document: Callable[[Any], Document]
    page: Callable[[Any, Origin, Place], str]
    table: Callable[[Any, Origin], AnswerTable] | None = None

    @property
    def forms(self) -> tuple[Representation, ...]:
        """The forms in which the answer exists."""
        return PAGE_FORMS if self.table is None else TABLE_FORMS


def tell(asked: Asked, mouth: Mouth, found: object) -> Response:
    """The answer in the form that was asked for."""
    headers = version_headers(asked.reading.version)
    del headers["ETag"]  # of the version; the answer is another on another day
    origin = asked.origin()
    if asked.form is HTML:
        text = mouth.page(found, origin, asked.place(mouth.forms))
        return HTMLResponse(text, headers=headers)
    if asked.form is JSON or mouth.table is None:
        return JSONResponse(mouth.document(found) | answered_from(origin), headers=headers)
    table = mouth.table(found, origin)
    if asked.form is CSV:
        return StreamingResponse(
            answer_tables.csv_rows(table), headers=headers, media_type=CSV.media_type
        )
    name = f"{asked.reading.version.name.name}-{table.title.lower()}.xlsx"
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return StreamingResponse(
        answer_tables.xlsx_rows(table), headers=headers, media_type=XLSX.media_type
    )
