"""Helping people to write an implementation graph."""

from crosstrace.authoring.forms import FORMS, written
from crosstrace.authoring.published import SCHEMA_IRI, schema_text
from crosstrace.authoring.starter import KINDS, PRIORITIES, ROLES, Asset, Starter, starter

__all__ = [
    "FORMS",
    "KINDS",
    "PRIORITIES",
    "ROLES",
    "SCHEMA_IRI",
    "Asset",
    "Starter",
    "schema_text",
    "starter",
    "written",
]
