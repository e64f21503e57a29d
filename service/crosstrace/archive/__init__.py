"""Graphs at rest: every version kept, every change in a sealed log, each seen by whom it may be."""

from crosstrace.archive.archive import ANYTHING, Archive, Expected
from crosstrace.archive.changes import By, Outcome
from crosstrace.archive.holding import graphs_held
from crosstrace.archive.names import GraphName, Reader
from crosstrace.archive.opening import Use, open_archive
from crosstrace.archive.records import Action, Record, Submitted
from crosstrace.archive.state import StoredGraph, Version

__all__ = [
    "ANYTHING",
    "Action",
    "Archive",
    "By",
    "Expected",
    "GraphName",
    "Outcome",
    "Reader",
    "Record",
    "StoredGraph",
    "Submitted",
    "Use",
    "Version",
    "graphs_held",
    "open_archive",
]
