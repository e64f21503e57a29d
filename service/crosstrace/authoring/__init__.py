"""Helping people to write an implementation graph."""

from crosstrace.authoring.starter import Asset, starter

__all__ = ["Asset", "starter"]
