"""Which component a graph is about, and what kind of asset it is.

Source: OSCAL 1.2.1, component definition model, "component", and its property asset-type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosstrace.components.intake import FILE, ROOT
from crosstrace.components.reading import OSCAL_NS, OWN_NS, Props, Reading
from crosstrace.conversion.jsonfile import Path
from crosstrace.conversion.losses import shown
from crosstrace.errors import InvalidInput
from crosstrace.vocab import CT, DCAT, DCTERMS

_NAMED: Final = {
    **dict.fromkeys(("ai-model", "ml-model", "machine-learning-model"), "AIModel"),
    **dict.fromkeys(("foundation-model", "language-model", "large-language-model"), "AIModel"),
    **dict.fromkeys(("ai-system", "ml-system"), "AISystem"),
    **dict.fromkeys(("dataset", "data-set", "training-data"), "Dataset"),
    "software-component": "SoftwareComponent",
}
_TYPES: Final = _NAMED | {
    "software": "SoftwareComponent",
    **dict.fromkeys(("service", "system", "this-system"), "AISystem"),
}
_TAKEN: Final = ("service", "system", "this-system")
_SPACES: Final = re.compile(r"[\s_]+")
_ROLES: Final = {
    "model-producer": CT + "ModelProducer",
    "system-producer": CT + "SystemProducer",
    "acquirer": CT + "Acquirer",
}
_UNHELD: Final = ("purpose", "links", "responsible-roles", "protocols", "remarks")


@dataclass(frozen=True, slots=True)
class Asset:
    """A component that a graph can be about: its place in the file and its class here."""

    path: Path
    content: Mapping[str, Any]
    kind: str

    @property
    def called(self) -> str:
        """Its title and uuid, for a sentence."""
        return f"{shown(self.content['title'])} ({self.content['uuid']})"


def chosen(reading: Reading, wanted: str | None) -> Asset:
    """The component that `wanted` names by uuid or title, or the only one that is an asset.

    `InvalidInput` lists those that can be named.
    """
    entries = [
        ((ROOT, "components", index), component)
        for index, component in enumerate(reading.content.get("components", ()))
    ]
    assets = []
    for path, component in entries:
        if kind := _kind(component):
            assets.append(Asset(path, component, kind))
        else:
            reading.losses.note(
                "Components that are no model, system, data set or software are not kept",
                f"{shown(component['title'])} of the type {shown(component['type'])}",
            )
    found = [asset for asset in assets if wanted is None or _is_called(asset, wanted)]
    if len(found) != 1:
        raise _no_choice(assets, found, wanted)
    if others := [asset.called for asset in assets if asset is not found[0]]:
        reading.losses.note("A graph is about one component, so these are not in it", *others)
    return found[0]


def state(reading: Reading, asset: Asset) -> tuple[str, str | None]:
    """State what the file says of the asset; its IRI, and that of the role if one is stated."""
    graph, component = reading.graph, asset.content
    node = graph.iri(f"component-{component['uuid'].lower()}")
    props = Props(
        reading, component, asset.path, oscal=("version", "asset-type"), own=("role", "asset-type")
    )
    graph.type(node, CT + asset.kind)
    graph.text(node, DCTERMS + "title", component["title"])
    graph.text(node, DCTERMS + "description", component["description"])
    graph.text(node, DCTERMS + "identifier", component["uuid"])
    graph.text(node, DCAT + "version", props.value("version"))
    if asset.kind == "AISystem" and _token(component["type"]) in _TAKEN:
        reading.losses.note(
            "The file doesn't say whether the component is an AI system; it was taken as one",
            f"type {shown(component['type'])}",
        )
    reading.losses.members("Parts of the component are not kept", component, _UNHELD)
    role = props.token("role", _ROLES, OWN_NS)
    if role is None:
        reading.losses.note("The file doesn't say in which role it speaks; add ct:role")
    return node, role


def _kind(component: Mapping[str, Any]) -> str | None:
    stated = (
        _NAMED.get(_token(prop["value"]))
        for prop in component.get("props", ())
        if prop["name"] == "asset-type" and prop.get("ns", OSCAL_NS) in (OSCAL_NS, OWN_NS)
    )
    return next(filter(None, stated), None) or _TYPES.get(_token(component["type"]))


def _token(text: str) -> str:
    return _SPACES.sub("-", text.strip()).lower()


def _is_called(asset: Asset, wanted: str) -> bool:
    title, uuid = str(asset.content["title"]), str(asset.content["uuid"])
    return wanted == title or wanted.lower() == uuid.lower()


def _no_choice(assets: list[Asset], found: list[Asset], wanted: str | None) -> InvalidInput:
    """Why no component was chosen, with a place for each that could be."""
    if not assets:
        problem = "there is no component that is a model, a system, a data set or software."
        return FILE.refusal([((ROOT, "components"), problem)])
    if not found:
        problem = f"it is not called {shown(wanted or '')}; it is "
    elif wanted is None:
        problem = "a graph is about one component; name one by its uuid or title, such as "
    else:
        problem = f"several are called {shown(wanted)}; name one by its uuid, such as "
    return FILE.refusal([(asset.path, f"{problem}{asset.called}.") for asset in found or assets])
