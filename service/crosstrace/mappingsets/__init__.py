"""Mapping sets as documents: one neutral form, and the formats it is read from and written to."""

from crosstrace.mappingsets.document import MappingDocument, MappingRow, SetHeader

__all__ = ["MappingDocument", "MappingRow", "SetHeader"]
