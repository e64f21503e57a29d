"""OSCAL component definitions, read as implementation graphs."""

from crosstrace.components.read import ImportedComponents, read_components

__all__ = ["ImportedComponents", "read_components"]
