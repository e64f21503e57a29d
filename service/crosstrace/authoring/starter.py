"""A starter implementation graph: every High task, nothing claimed yet."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import pyoxigraph as ox
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from crosstrace.errors import InvalidInput
from crosstrace.lookup import Catalog, ElementFilter, search

PROFILE = "sp800-218a"
_ROLES = {
    "model-producer": ("ModelProducer", "AIModel"),
    "system-producer": ("SystemProducer", "AISystem"),
    "acquirer": ("Acquirer", "AISystem"),
}
_BASE = re.compile(r"https?://[A-Za-z0-9.:-]+(/[A-Za-z0-9._~-]+)*[/#]")


@dataclass(frozen=True, slots=True)
class Asset:
    """What the graph is about, and the role towards it: a key of SP 800-218A, section 2."""

    name: str
    version: str
    role: str


def starter(
    catalog: Catalog, asset: Asset, *, organization: str, base: str, issued: dt.date
) -> str:
    """The starter as commented Turtle, one implementation per High task of the profile.

    `base` begins the organisation's own identifiers and ends with `/` or `#`;
    `InvalidInput` when it doesn't, or when the role is none of the three.
    """
    if not _BASE.fullmatch(base):
        raise InvalidInput(f"{base!r} can't begin identifiers; write one like https://example.org/")
    if asset.role not in _ROLES:
        raise InvalidInput(f"{asset.role!r} is no role; the roles are {', '.join(_ROLES)}.")
    role, asset_class = _ROLES[asset.role]
    tasks = search(catalog, ElementFilter(edition=PROFILE, kind="task", priority="high"))
    return _template().render(
        asset=asset,
        asset_class=asset_class,
        role=role,
        organization=organization,
        base=base,
        issued=issued.isoformat(),
        tasks=tasks,
    )


def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("crosstrace.authoring", "."),
        autoescape=False,  # noqa: S701 - Turtle, where literals are escaped by the filter
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["literal"] = lambda text: str(ox.Literal(str(text)))
    environment.filters["comment"] = lambda text: " ".join(str(text).split())
    return environment.get_template("starter.ttl.j2")
