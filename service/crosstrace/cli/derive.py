"""`crosstrace derive`, `withdraw` and `contradictions`: what follows from the mappings held."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer
from rich.progress import track

from crosstrace.bootstrap import open_graph, read_graph
from crosstrace.cli.options import MaxHops, Store, console, durable, graph, print_indented
from crosstrace.crosswalk import DEFAULT_HOPS, derived_graph, explain, materialise
from crosstrace.exchange.importing import withdraw_set


def derive(
    source: Annotated[str, typer.Argument(help="The edition to start from.")],
    target: Annotated[str, typer.Argument(help="The edition to reach.")],
    store: Annotated[str | None, typer.Option(help="The folder of the store.")] = None,
    max_hops: MaxHops = DEFAULT_HOPS,
) -> None:
    """Keep what follows between two editions in a graph of its own, with its provenance."""
    location = durable(store)
    known = open_graph(location)
    number = materialise(
        known.crosswalk, known.store, source, target, max_hops=max_hops, at=dt.datetime.now(dt.UTC)
    )
    graph_name = derived_graph(source, target)
    console().print(
        f"{number} derived mappings in {graph_name}; they are derived anew when a mapping changes."
        if number
        else f"Nothing follows from {source} to {target} within {max_hops} hops."
    )


def withdraw(
    slug: Annotated[str, typer.Argument(help="A mapping set that was imported.")],
    store: Annotated[str | None, typer.Option(help="The folder of the store.")] = None,
) -> None:
    """Take an imported mapping set out of the store, and all that was derived from it."""
    known = open_graph(durable(store))
    withdraw_set(known.store, slug)
    read_graph(known.store)
    console().print(f"{slug} was withdrawn; what was derived with it has been derived anew.")


def contradictions(max_hops: MaxHops = DEFAULT_HOPS, store: Store = None) -> int:
    """Show each pair of elements of which mappings say what can't hold together."""
    crosswalk = graph(store).crosswalk
    out = console()
    number = 0
    elements = track(
        list(crosswalk.catalog.elements), description="Comparing", console=out, transient=True,
        disable=not out.is_terminal,
    )  # fmt: skip
    for source in elements:
        for result in crosswalk.contradictions_of(source, max_hops=max_hops):
            number += 1
            out.print(f"\n{source}  {result.element}", style="bold")
            print_indented(out, explain(result), spaces=2)
    out.print(f"{number or 'No'} contradiction{'' if number == 1 else 's'} found.")
    return 1 if number else 0
