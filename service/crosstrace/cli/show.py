"""`crosstrace show`: one element, for people."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from crosstrace import documents
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.cli.options import Store, TextOrJson, console, graph
from crosstrace.model import Element, ElementRef


def show(
    element: Annotated[str, typer.Argument(help="edition:id, for example sp800-218a:PO.1.1")],
    store: Store = None,
    form: Annotated[TextOrJson, typer.Option("--format", help="text or json")] = TextOrJson.TEXT,
) -> None:
    """Show one element: its text, items, place, priority, references and source."""
    known = graph(store)
    found = known.catalog.element(ElementRef.parse(element))
    if form is TextOrJson.JSON:
        document = documents.element(found, known.catalog, known.crosswalk.links)
        typer.echo(documents.dumps(document))
    else:
        _print(found, known)


def _print(element: Element, known: KnowledgeGraph) -> None:
    out = console()
    out.print(f"{element.ref}  {element.label}", style="bold")
    out.print(_facts(element), style="dim")
    if element.text:
        out.print(f"\n{element.text}")
    _print_children(out, element, known)
    _print_references(out, element, known)
    own = "; the short title is ours" if element.own_label else ""
    own += "; the text is our summary" if element.own_text else ""
    out.print(f"\nSource: {element.source.title}, {element.source.locator}{own}", style="dim")


def _facts(element: Element) -> str:
    facts = [element.kind.replace("_", " ")]
    if element.priority:
        facts.append(f"priority {element.priority}")
    if element.profile_status:
        facts.append(documents.PROFILE_STATUSES[element.profile_status])
    if element.refines:
        facts.append(f"refines {element.refines}")
    if element.parent:
        facts.append(f"part of {element.parent}")
    if element.change_note:
        facts.append(element.change_note)
    return ", ".join(facts)


def _print_children(out: Console, element: Element, known: KnowledgeGraph) -> None:
    children = known.catalog.children.get(element.ref, ())
    if children:
        out.print()
    for ref in children:
        child = known.catalog.element(ref)
        out.print(f"  {child.notation}  {child.label}")


def _print_references(out: Console, element: Element, known: KnowledgeGraph) -> None:
    hops = list(known.crosswalk.links.hops(element.ref))
    if hops:
        out.print("\nRelated, as published:")
    for hop in hops:
        label = known.catalog.element(hop.target).label
        out.print(f"  {hop.relation.replace('_', ' ')} {hop.target}  {label}")
        out.print(f"      {hop.mapping.mapping_set}", style="dim")
