"""What relates to what: asserted mappings, `refines` links, and multi-step leads."""

from crosstrace.crosswalk.answers import DEFAULT_HOPS, MAX_HOPS, Answer, Crosswalk, Result, Table
from crosstrace.crosswalk.explain import explain, verdict
from crosstrace.crosswalk.links import Hop, LinkGraph, Path, load_links
from crosstrace.crosswalk.status import Status
from crosstrace.crosswalk.trace import Trace, trace

__all__ = [
    "DEFAULT_HOPS",
    "MAX_HOPS",
    "Answer",
    "Crosswalk",
    "Hop",
    "LinkGraph",
    "Path",
    "Result",
    "Status",
    "Table",
    "Trace",
    "explain",
    "load_links",
    "trace",
    "verdict",
]
