"""Next steps, comparisons and versions."""

from __future__ import annotations

import datetime as dt
from dataclasses import is_dataclass
from typing import Any

from crosstrace.documents.base import Document
from crosstrace.model import ElementRef
from crosstrace.traceability import (
    Comparison,
    ElementCoverage,
    ImplementationView,
    NodeChange,
    Pair,
    Plan,
    Step,
    VersionDiff,
    explain,
    explain_plans,
)


def next_steps(found: Plan) -> Document:
    """The document of `GET /v1/graphs/{name}/next-steps`."""
    return {
        "graph": found.graph,
        "asset": found.asset,
        "profile": found.profile,
        "as_of": found.as_of.isoformat(),
        "editions": list(found.editions),
        "message": explain_plans.plan_summary(found),
        "open_tasks": found.open_tasks,
        "undecided": [str(ref) for ref in found.undecided],
        "steps": [_step(one) for one in found.steps],
    }


def _step(found: Step) -> Document:
    return {
        "rank": found.rank,
        "action": str(found.action),
        "message": explain_plans.step(found),
        "reason": explain_plans.step_reason(found),
        "tasks": [
            {
                "element": str(task.ref),
                "label": task.label,
                "priority": task.priority,
                "coverage": str(standing.coverage),
                "reason": explain.task_reason(standing),
                "after": str(after.coverage),
                "ground_after": str(after.ground),
            }
            for task, standing, after in zip(found.tasks, found.standings, found.after, strict=True)
        ],
        "evidence": found.evidence.iri if found.evidence else None,
        "closed": dict(found.closed),
        "gained": found.gained,
        "lifts": [
            {
                "element": str(lift.element.ref),
                "label": lift.element.label,
                "before": str(lift.before),
                "after": str(lift.after),
            }
            for lift in found.lifts
        ],
        "leads": [str(ref) for ref in found.leads],
    }


def comparison(found: Comparison) -> Document:
    """Two graphs side by side."""
    first, second = found.first, found.second
    return {
        "first": {"graph": first.graph, "asset": first.asset, "counts": first.counts},
        "second": {"graph": second.graph, "asset": second.asset, "counts": second.counts},
        "edition": first.edition,
        "as_of": first.as_of.isoformat(),
        "editions": list(found.editions),
        "message": explain_plans.comparison_summary(found),
        "elements": [_pair(pair) for pair in found.pairs],
    }


def _pair(found: Pair) -> Document:
    element = found.first.element
    return {
        "element": str(element.ref),
        "label": element.label,
        "kind": element.kind,
        "priority": element.priority,
        "differs": found.differs,
        "first": _side(found.first),
        "second": _side(found.second),
    }


def _side(found: ElementCoverage) -> Document:
    return {
        "coverage": str(found.coverage),
        "applicable": found.applicable,
        "status": str(found.status),
        "reason": explain.reason(found),
    }


def version_diff(found: VersionDiff) -> Document:
    """The document of `GET /v1/graphs/{name}/diff`."""
    return {
        "before": _version(found.before),
        "after": _version(found.after),
        "as_of": found.comparison.first.as_of.isoformat(),
        "editions": list(found.comparison.editions),
        "message": explain_plans.version_summary(found),
        "changes": [_change(one) for one in found.changes],
        "coverage": [_pair(pair) for pair in found.comparison.pairs if pair.differs],
    }


def _version(view: ImplementationView) -> Document:
    issued = None if view.issued is None else view.issued.isoformat()
    return {"graph": view.iri, "title": view.title, "issued": issued}


def _change(found: NodeChange) -> Document:
    return {
        "kind": found.kind,
        "node": found.node,
        "change": found.change,
        "changed": [
            {"property": name, "before": _value(before), "after": _value(after)}
            for name, before, after in found.changed
        ],
    }


def _value(value: Any) -> Any:
    """A property's value as JSON has it."""
    if isinstance(value, ElementRef):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _value(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
