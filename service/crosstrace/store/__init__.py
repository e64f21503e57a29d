"""The store: the only package that talks to the graph database."""

from crosstrace.store.addresses import Addresses, Login, is_remote, shown_location
from crosstrace.store.endpoint import SECONDS, Endpoint
from crosstrace.store.graph_store import MEMORY, GraphStore, Row, open_store
from crosstrace.store.layout import (
    RESTORING,
    Layout,
    disk_of,
    frameworks_location,
    laid_out,
    room_for_snapshots,
)
from crosstrace.store.queries import read_query

__all__ = [
    "MEMORY",
    "RESTORING",
    "SECONDS",
    "Addresses",
    "Endpoint",
    "GraphStore",
    "Layout",
    "Login",
    "Row",
    "disk_of",
    "frameworks_location",
    "is_remote",
    "laid_out",
    "open_store",
    "read_query",
    "room_for_snapshots",
    "shown_location",
]
