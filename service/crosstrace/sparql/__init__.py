"""Clients' SPARQL queries: guarded, evaluated in a worker, limited in rows and time."""

from crosstrace.sparql.results import RESULT_TYPES
from crosstrace.sparql.service import Answer, QueryService

__all__ = ["RESULT_TYPES", "Answer", "QueryService"]
