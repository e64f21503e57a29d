"""Disposable processes for work on what clients send: no network, bounded, killable."""

from crosstrace.sandbox.limits import Limits
from crosstrace.sandbox.pool import WorkerPool
from crosstrace.sandbox.process import Worker, starting

__all__ = ["Limits", "Worker", "WorkerPool", "starting"]
