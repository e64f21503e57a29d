"""Write `docs/reference/`, or with `--check` say whether it is up to date.

Each page is made from what it describes: the ontology, the shapes, the command line, the
OpenAPI document, the settings. Nothing in it depends on the day or the machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import typer
from rdflib import RDF, RDFS, SH, SKOS, Graph, Namespace, URIRef

from crosstrace import resources
from crosstrace.cli.main import command_line
from crosstrace.settings import Settings
from crosstrace.vocab import CT, CTSH, local_name
from crosstrace.web.app import openapi_document

PAGES = resources.ROOT / "docs" / "reference"
SHAPE_TERMS = Namespace(CTSH)
NOTE = "<!-- Written by tools/reference.py; change what it describes instead. -->\n"
METHODS = ("get", "put", "post", "delete")


def ontology() -> str:
    """The terms of every module with their definitions."""
    lines = ["# Ontology", "", f"Namespace `ct:` is `{CT}`.", ""]
    for file in sorted(resources.ONTOLOGY.glob("*.ttl")):
        graph = Graph().parse(file)
        defined = {str(subject) for subject in graph.subjects(SKOS.definition)}
        terms = sorted(term for term in defined if term.startswith(CT))
        if terms:
            lines += [f"## {file.stem}", "", "| term | is a | definition |", "|---|---|---|"]
            lines += [_term(graph, URIRef(term)) for term in terms]
            lines.append("")
    return "\n".join(lines)


def _term(graph: Graph, term: URIRef) -> str:
    kinds = sorted(local_name(str(kind)) for kind in graph.objects(term, RDF.type))
    parents = sorted(str(above) for above in graph.objects(term, RDFS.subClassOf))
    above = "".join(f", below `ct:{local_name(p)}`" for p in parents if p.startswith(CT))
    definition = graph.value(term, SKOS.definition)
    return f"| `ct:{local_name(str(term))}` | {', '.join(kinds)}{above} | {definition} |"


def shapes() -> str:
    """Every constraint for implementation graphs: level, severity, words, clause, proof."""
    lines = ["# Shapes for implementation graphs", "", f"Namespace `ctsh:` is `{CTSH}`.", ""]
    lines += ["Each constraint acts from its level on. Those with “yes” under “snippet” also say"]
    lines += [
        "what to write, in Turtle and JSON-LD. “Shown by” names the graphs of `tests/shapes/`"
    ]
    lines += ["that fail it, beside each of which stands exactly what is reported of it.", ""]
    proofs = _proofs()
    for file in sorted((resources.SHAPES / "implementation").glob("*.ttl")):
        graph = Graph().parse(file)
        found = sorted(s for s in set(graph.subjects(SH.message)) if isinstance(s, URIRef))
        if found:
            names = (
                "constraint",
                "level",
                "severity",
                "says",
                "fix",
                "snippet",
                "after",
                "shown by",
            )
            lines += [f"## {file.stem}", "", f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
            lines += [*(_constraint(graph, s, proofs) for s in found), ""]
    return "\n".join(lines)


def _proofs() -> dict[str, list[str]]:
    """The failing graphs of `tests/shapes/` by the constraints that they fail."""
    shown: dict[str, list[str]] = {}
    for table in sorted((resources.ROOT / "tests" / "shapes").glob("*/fail-*.expected.tsv")):
        names = {line.split("\t")[1] for line in table.read_text("utf-8").splitlines()[1:]}
        for shape in names:
            file = f"`{table.parent.name}/{table.name.removesuffix('.expected.tsv')}`"
            if shape.split("-")[0] == table.parent.name:
                shown.setdefault(shape, []).append(file)
    return shown


def _constraint(graph: Graph, shape: URIRef, proofs: dict[str, list[str]]) -> str:
    name = local_name(str(shape))
    stated = graph.value(shape, SHAPE_TERMS.level)
    level = "draft" if stated is None else local_name(str(stated)).lower()
    severity = local_name(str(graph.value(shape, SH.severity) or SH.Violation)).lower()
    clause = graph.value(shape, URIRef("http://purl.org/dc/terms/source"))
    snippet = "yes" if (shape, SHAPE_TERMS.snippet, None) in graph else ""
    cells = (
        *(f"`ctsh:{name}`", level, severity),
        *(graph.value(shape, SH.message), graph.value(shape, SHAPE_TERMS.fix), snippet, clause),
        ", ".join(proofs.get(name, ())),
    )
    return (
        "| " + " | ".join(" ".join(str(c or "").split()).replace("|", "\\|") for c in cells) + " |"
    )


def commands() -> str:
    """The command line, from its own help."""
    lines = ["# Command line", ""]
    for path, command in _commands("crosstrace", typer.main.get_command(command_line())):
        context = typer.Context(command, info_name=path)
        lines += [f"## {path}", "", "```", command.get_help(context).strip(), "```", ""]
    return "\n".join(lines)


def _commands(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command
        return
    for name, child in sorted(children.items()):
        yield from _commands(f"{path} {name}", child)


def http() -> str:
    """The HTTP interface, from the OpenAPI document."""
    lines = ["# HTTP interface", ""]
    for path, operations in openapi_document()["paths"].items():
        for method in METHODS:
            if method in operations:
                lines += _operation(method.upper(), path, operations[method])
    return "\n".join(lines)


def _operation(method: str, path: str, operation: dict[str, Any]) -> list[str]:
    lines = [f"## {method} {path}", "", operation.get("description", operation["summary"]), ""]
    parameters = operation.get("parameters", [])
    if parameters:
        lines += ["| parameter | in | what it says |", "|---|---|---|"]
        lines += [f"| `{p['name']}` | {p['in']} | {p.get('description', '')} |" for p in parameters]
        lines.append("")
    lines += ["| answer | media types | when |", "|---|---|---|"]
    for status, answer in operation["responses"].items():
        media = ", ".join(f"`{m}`" for m in answer.get("content", {}))
        lines.append(f"| {status} | {media} | {answer['description']} |")
    return [*lines, ""]


def settings() -> str:
    """The settings with their environment variables and defaults."""
    lines = ["# Settings", "", "Flags come first, then the environment, then `crosstrace.toml`."]
    lines += ["", "| environment | TOML | default | what it is |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        variable = f"CROSSTRACE_{name.upper()}"
        lines.append(
            f"| `{variable}` | `{name}` | {_default(field.default)} | {field.description} |"
        )
    return "\n".join([*lines, ""])


def _default(value: object) -> str:
    if value is None:
        return "not set"
    return f"`{' '.join(value) if isinstance(value, tuple) else value}`"


WRITERS: dict[str, Callable[[], str]] = {
    "ontology.md": ontology,
    "shapes.md": shapes,
    "command-line.md": commands,
    "http.md": http,
    "settings.md": settings,
}


def main() -> int:
    """Write or check; exit code 1 when a page is out of date."""
    stale = []
    for name, writer in WRITERS.items():
        page, text = PAGES / name, NOTE + writer().rstrip() + "\n"
        if "--check" not in sys.argv[1:]:
            page.write_text(text, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != text:
            stale.append(str(page.relative_to(resources.ROOT)))
    if stale:
        print(f"Out of date: {', '.join(stale)}; run: python tools/reference.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
