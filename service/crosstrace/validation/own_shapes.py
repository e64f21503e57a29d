"""An organisation's own shapes: taken beside ours when they are well-formed and leave ours alone.

Source: SHACL, appendix C, "SHACL Shapes to Validate Shapes Graphs"; the shapes of that
appendix come with pySHACL.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from rdflib.namespace import RDF, SH
from rdflib.term import Node

from crosstrace import resources
from crosstrace.errors import InputError, InvalidInput
from crosstrace.validation.effective import check_effective
from crosstrace.validation.engines import DEFAULT_FOR_OWN_SHAPES, engine_named
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.messages import Wording, written
from crosstrace.validation.reference import Names
from crosstrace.validation.shapes import Shapes, bundled_documents, parse_shapes, read_shapes

MAX_ERRORS: Final = 20
_OURS: Final = "https://w3id.org/crosstrace/shapes"


@lru_cache(maxsize=4)
def own_alone(own: bytes) -> Shapes:
    """An organisation's own shapes and no others; `InvalidInput` as for `with_own`."""
    shapes = read_shapes(own)
    check_well_formed(shapes)
    check_effective(shapes)
    return shapes


@lru_cache(maxsize=4)
def with_own(own: bytes, folder: Path = resources.SHAPES / "implementation") -> Shapes:
    """The project's shapes and an organisation's own, which may add to them but not change them.

    `InvalidInput` names what in them is not well-formed by SHACL's own rules, so that no
    constraint is passed over in silence, or that they judge nothing.
    """
    for triple in parse_shapes(own):
        if str(triple.subject).startswith(f"<{_OURS}"):
            raise InvalidInput(
                f"The shapes can't be used: they make statements about {triple.subject}, which "
                "is not theirs to change; give your shapes IRIs of your own."
            )
    own_alone(own)
    return read_shapes(*bundled_documents(folder), own)


def check_well_formed(shapes: Shapes) -> None:
    """Raise `InvalidInput`, which lists the faults, unless the shapes follow SHACL's syntax."""
    rules = _rules()
    found = engine_named(DEFAULT_FOR_OWN_SHAPES).run(rules, shapes.turtle)
    wording = Wording(rules, Names({}, {}, set()))
    faults = sorted({_fault(result, wording) for result in found if not _allowed(result, shapes)})
    if faults:
        more = f" There are {len(faults) - 1} more such faults." if len(faults) > 1 else ""
        raise InvalidInput(
            f"The shapes can't be used. {faults[0]}{more}",
            tuple(InputError(fault) for fault in faults[:MAX_ERRORS]),
        )


@cache
def _rules() -> Shapes:
    return read_shapes(files("pyshacl").joinpath("assets", "shacl-shacl.ttl").read_bytes())


def _fault(result: RawResult, wording: Wording) -> str:
    path = wording.path(result)
    of_path = f" in {written(result.path)}" if path else ""
    return f"{written(result.focus_node)}{of_path}: {wording.message(result)}"


def _allowed(result: RawResult, shapes: Shapes) -> bool:
    """Whether a path is a list that is something else as well: then it is read as a list.

    The shapes of the appendix forbid it; the W3C's tests (path-strange-002) ask for it.
    """
    is_xone = result.component.endswith("#XoneConstraintComponent")
    return is_xone and any(_is_list(node, shapes) for node in _path_of(result, shapes))


def _path_of(result: RawResult, shapes: Shapes) -> list[Node]:
    return list(shapes.graph.objects(result.focus_node, SH.path))


def _is_list(node: Node, shapes: Shapes) -> bool:
    return (node, RDF.first, None) in shapes.graph
