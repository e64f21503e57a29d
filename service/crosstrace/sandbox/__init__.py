"""Disposable processes for work on what clients send: no network, bounded, killable."""

from crosstrace.sandbox.limits import Limits
from crosstrace.sandbox.pool import WorkerPool

__all__ = ["Limits", "WorkerPool"]
