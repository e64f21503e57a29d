"""What a store holds of an organization, asked beside the service that may have it open."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from crosstrace.archive.records import read_log
from crosstrace.archive.replica import Held
from crosstrace.archive.state import State
from crosstrace.archive.statements import line_iri
from crosstrace.store import MEMORY, Addresses, Endpoint, GraphStore, Login, is_remote
from crosstrace.vocab import AUDIT_GRAPH


def graphs_held(location: str, organization: str, login: Login | None = None) -> int:
    """How many graphs of an organization the store `location` has in its log, withdrawn ones too.

    Nothing is made, taken over or written. `StoreUnavailable` when a folder is in use or an
    endpoint doesn't answer, `BrokenData` when the log doesn't hold together.
    """
    state = State()
    state.add(read_log(_lines(location, login)))
    return sum(name.organization == organization for name in state.graphs)


def _lines(location: str, login: Login | None) -> list[str]:
    if is_remote(location):
        with closing(Endpoint(Addresses.parse(location), login)) as endpoint:
            return [text for _, text in endpoint.texts_after(AUDIT_GRAPH, line_iri(0))]
    folder = Path(location) / "graphs"
    if location == MEMORY or not folder.exists():
        return []
    with closing(Held(GraphStore.open(folder))) as held:
        return held.log()
