"""`crosstrace crosswalk` and `crosstrace trace`: answers with their explanation."""

from __future__ import annotations

from typing import Annotated

import typer

from crosstrace import documents
from crosstrace.cli.options import MaxHops, Store, TextOrJson, console, graph, print_indented
from crosstrace.crosswalk import DEFAULT_HOPS, Status, explain, settles, verdict
from crosstrace.crosswalk import trace as trace_paths
from crosstrace.errors import InvalidInput
from crosstrace.model import ElementRef

Format = Annotated[TextOrJson, typer.Option("--format", help="text or json")]


def crosswalk(
    element: Annotated[str, typer.Argument(help="edition:id, for example csf-2.0:GV.OC-03")],
    to: Annotated[str | None, typer.Option(help="Edition to look in; all when left out.")] = None,
    max_hops: MaxHops = DEFAULT_HOPS,
    include: Annotated[
        str | None, typer.Option(help="Statuses to show, with commas: asserted,inverse,lead …")
    ] = None,
    hierarchy: Annotated[
        bool, typer.Option(help="Also steps between parent and child, as possible at most.")
    ] = False,
    store: Store = None,
    form: Format = TextOrJson.TEXT,
) -> None:
    """Say what an element relates to in another edition, how sure that is, and why."""
    answer = graph(store).crosswalk.answer(
        ElementRef.parse(element),
        to,
        max_hops=max_hops,
        include=statuses(include),
        hierarchy=hierarchy,
    )
    if form is TextOrJson.JSON:
        typer.echo(documents.dumps(documents.answer(answer)))
        return
    out = console()
    out.print(verdict(answer), style="bold")
    for result in answer.results:
        out.print(f"\n{result.status:<9} {result.element}  {result.label}")
        print_indented(out, explain(result), spaces=10)
        if open_question := settles(result):
            print_indented(out, open_question, spaces=10)


def statuses(text: str | None) -> tuple[Status, ...]:
    """The statuses in a comma-separated list; all when it is None."""
    if text is None:
        return tuple(Status)
    try:
        return tuple(Status(part.strip()) for part in text.split(","))
    except ValueError as error:
        raise InvalidInput(f"{error}; the statuses are {', '.join(Status)}.") from error


def trace(
    start: Annotated[str, typer.Argument(help="edition:id to start from")],
    end: Annotated[str, typer.Argument(help="edition:id, or an edition, to reach")],
    max_hops: MaxHops = DEFAULT_HOPS,
    store: Store = None,
    form: Format = TextOrJson.TEXT,
) -> None:
    """Show every path between two places."""
    found = trace_paths(graph(store).crosswalk, ElementRef.parse(start), end, max_hops=max_hops)
    if form is TextOrJson.JSON:
        typer.echo(documents.dumps(documents.trace(found)))
        return
    out = console()
    many = len(found.paths)
    out.print(
        f"{many} path{'' if many == 1 else 's'} from {start} to {end} within {max_hops} hops.",
        style="bold",
    )
    for path in found.paths:
        steps = "".join(f" —[{hop.relation.replace('_', ' ')}]→ {hop.target}" for hop in path)
        out.print(f"{path[0].source}{steps}")
