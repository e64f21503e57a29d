"""Helping people to write an implementation graph."""

from crosstrace.authoring.forms import FORMS, SCHEMA_IRI, written
from crosstrace.authoring.starter import KINDS, PRIORITIES, ROLES, Asset, Starter, starter

__all__ = [
    "FORMS",
    "KINDS",
    "PRIORITIES",
    "ROLES",
    "SCHEMA_IRI",
    "Asset",
    "Starter",
    "starter",
    "written",
]
