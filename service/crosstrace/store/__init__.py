"""The store: the only package that talks to the graph database."""

from crosstrace.store.graph_store import MEMORY, GraphStore, Row, open_store
from crosstrace.store.queries import read_query

__all__ = ["MEMORY", "GraphStore", "Row", "open_store", "read_query"]
