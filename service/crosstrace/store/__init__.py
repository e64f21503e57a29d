"""The store: the only package that talks to the graph database."""

from crosstrace.store.endpoint import Addresses, Endpoint, Login
from crosstrace.store.graph_store import MEMORY, GraphStore, Row, is_remote, open_store
from crosstrace.store.layout import Layout, frameworks_location, laid_out
from crosstrace.store.queries import read_query

__all__ = [
    "MEMORY",
    "Addresses",
    "Endpoint",
    "GraphStore",
    "Layout",
    "Login",
    "Row",
    "frameworks_location",
    "is_remote",
    "laid_out",
    "open_store",
    "read_query",
]
