"""Disposable processes for work on what clients send: no network, bounded, killable."""

from crosstrace.sandbox.limits import Limits
from crosstrace.sandbox.pool import Worker, WorkerPool, starting

__all__ = ["Limits", "Worker", "WorkerPool", "starting"]
