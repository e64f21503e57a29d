"""OSCAL's control mapping model in JSON, in both directions.

Source: OSCAL 1.2.1, `mapping-collection`, https://pages.nist.gov/OSCAL/.
"""

from crosstrace.mappingsets.oscal_read import read
from crosstrace.mappingsets.oscal_write import losses, write

__all__ = ["losses", "read", "write"]
