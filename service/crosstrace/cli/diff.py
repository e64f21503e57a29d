"""`crosstrace diff` and `superseded`: what became of an edition's elements in another one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from crosstrace import documents
from crosstrace.cli.graphs import read_graphs
from crosstrace.cli.options import Store, TextOrJson, console, graph
from crosstrace.crosswalk import Change, EditionDiff
from crosstrace.crosswalk import diff as edition_diff
from crosstrace.documents import Document
from crosstrace.traceability import explain_answers
from crosstrace.traceability import superseded as superseded_editions


def diff(
    source: Annotated[str, typer.Argument(help="The edition to start from, e.g. ssdf-1.1")],
    target: Annotated[str, typer.Argument(help="The edition to go to, e.g. ssdf-1.2-ipd")],
    implementation: Annotated[
        Path | None,
        typer.Option("--graph", help="An implementation graph: what happens to its statements."),
    ] = None,
    store: Store = None,
    form: Annotated[TextOrJson, typer.Option("--format", help="text or json")] = TextOrJson.TEXT,
) -> None:
    """Say what was added, removed, moved or reworded between two editions, and what it touches."""
    known = graph(store)
    found = edition_diff(known.crosswalk, source, target)
    document = documents.edition_diff(found)
    if implementation is not None:
        today = dt.datetime.now(dt.UTC).date()
        [read] = read_graphs([implementation], store, known, today)
        document["graph"] = documents.graph_effect(known.crosswalk, found, read.view)
    if form is TextOrJson.JSON:
        typer.echo(documents.dumps(document))
    else:
        _print(console(), found, document)


def superseded(
    store: Store = None,
    form: Annotated[TextOrJson, typer.Option("--format", help="text or json")] = TextOrJson.TEXT,
) -> None:
    """Say which mappings point at editions of the past, and what became of their elements."""
    found = superseded_editions(graph(store).crosswalk)
    if form is TextOrJson.JSON:
        typer.echo(documents.dumps(documents.superseded(found)))
        return
    out = console()
    for one in found:
        out.print(explain_answers.superseded(one), style="bold")
        for element, hops in one.counterparts.items():
            out.print(f"  {element}  {explain_answers.counterpart(hops)}")


def _print(out: Console, found: EditionDiff, document: Document) -> None:
    counts = ", ".join(f"{n} {_words(c)}" for c, n in found.counts.items() if n)
    out.print(f"{found.source} to {found.target}: {counts or 'nothing to compare'}.", style="bold")
    stated = ", ".join(s.slug for s in found.stated_by) or "no mapping set"
    out.print(f"Stated by {stated}.", style="dim")
    if found.not_compared:
        kinds = ", ".join(map(_words, found.not_compared))
        out.print(f"Not compared, since one edition here has none: {kinds}.", style="dim")
    for change in found.changes:
        if change.change is not Change.UNCHANGED:
            where = f" → {', '.join(map(str, change.successors))}" if change.successors else ""
            out.print(f"  {_words(change.change):<11} {change.element}{where}  {change.label}")
            if change.substantive:
                out.print("              a change of substance", style="dim")
    for effect in found.mapping_effects:
        out.print(
            f"Mappings of {effect.mapping_set}: {effect.carry_over} carry over, "
            f"{effect.reassess} to reassess, {effect.retire} to retire."
        )
    if document["graph"] is not None:
        _print_graph(out, document["graph"])


def _print_graph(out: Console, effect: Document) -> None:
    out.print("In the graph:", style="bold")
    for claim in effect["claims"]:
        out.print(
            f"  {_words(claim['carry_over']):<11} {claim['element']}  {claim['implementation']}"
        )
    out.print(
        f"  not assessed yet: {', '.join(effect['not_assessed']) or 'nothing'}; "
        f"{effect['untouched']} statements on other editions."
    )


def _words(token: str) -> str:
    return token.replace("_", " ")
