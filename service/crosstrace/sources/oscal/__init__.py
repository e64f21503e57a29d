"""Publishers' own wording: OSCAL catalogs in JSON, YAML and XML, laid over an edition.

`read_catalog` makes one neutral `Catalog` of a file, whichever its syntax; `overlay` turns
it into the statements of the named graph `https://w3id.org/crosstrace/id/import/{edition}`
and a report of what was done, ignored and corrected. Nothing here opens a store or a file.
Source: OSCAL catalog model 1.x, https://pages.nist.gov/OSCAL/.
"""

from crosstrace.sources.oscal.model import Catalog, CatalogEntry, Example
from crosstrace.sources.oscal.overlay import Overlay, overlay
from crosstrace.sources.oscal.reader import MAX_BYTES, Syntax, read_catalog, syntax_of
from crosstrace.sources.oscal.report import Correction, Ignored, ImportReport

__all__ = [
    "MAX_BYTES",
    "Catalog",
    "CatalogEntry",
    "Correction",
    "Example",
    "Ignored",
    "ImportReport",
    "Overlay",
    "Syntax",
    "overlay",
    "read_catalog",
    "syntax_of",
]
