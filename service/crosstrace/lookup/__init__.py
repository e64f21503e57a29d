"""Finding elements, editions and mapping sets, and describing any resource as RDF."""

from crosstrace.lookup.catalog import Catalog, load_catalog
from crosstrace.lookup.describe import describe
from crosstrace.lookup.search import ElementFilter, search

__all__ = ["Catalog", "ElementFilter", "describe", "load_catalog", "search"]
