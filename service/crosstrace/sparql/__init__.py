"""Clients' SPARQL queries: guarded, evaluated in a worker, limited in rows and time."""

from crosstrace.sparql.results import RESULT_TYPES
from crosstrace.sparql.service import Answer, Dataset, QueryService, Visible

__all__ = ["RESULT_TYPES", "Answer", "Dataset", "QueryService", "Visible"]
