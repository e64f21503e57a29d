"""Hold every engine against pySHACL on generated graphs, for as long as you like.

    python tools/cross_check.py --minutes 20 [--seed 1] [--keep FOLDER]

Prints how many graphs and results were compared, which shapes reported, and every disagreement;
exit code 1 when there was one. The graphs on which engines disagree are kept in FOLDER.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import hypothesis
from hypothesis import HealthCheck, Phase, given

from crosstrace import resources
from crosstrace.errors import EnginesDisagree
from crosstrace.vocab import local_name

sys.path.insert(0, str(resources.ROOT / "tests"))
sys.path.insert(0, str(resources.ROOT / "tests" / "shapes"))
sys.path.insert(0, str(resources.ROOT / "tests" / "crosscheck"))

from crosscheck_harness import agreed, agreed_without_shortcut
from generated_graphs import graphs
from shape_catalog import name, requirements

ROUND: Final = 50
"""Graphs of one seed; between rounds the time is looked at, and the first graph of each is judged
by the reference without any shortcut as well."""


@dataclass
class Run:
    """What was compared, and what differed."""

    keep: Path
    graphs: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    disagreements: int = 0

    def judge(self, graph: str) -> None:
        """Compare the engines on `graph`."""
        self.graphs += 1
        try:
            found = agreed(graph)
            if self.graphs % ROUND == 1:
                agreed_without_shortcut(graph)
        except EnginesDisagree as error:
            self.disagreements += 1
            self.keep.mkdir(parents=True, exist_ok=True)
            file = self.keep / f"disagreement-{self.disagreements}.ttl"
            file.write_text(graph, encoding="utf-8")
            print(f"{file}: {error.detail}", flush=True)
        else:
            self.shapes.update(local_name(str(result.source_shape)) for result in found)


def rounds(run: Run, seed: int, until: float) -> None:
    """Judge round after round of new graphs until the time is over."""
    while time.monotonic() < until:
        one = given(graphs())(run.judge)
        one = hypothesis.settings(
            max_examples=ROUND,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(one)
        hypothesis.seed(seed)(one)()
        seed += 1


def main() -> int:
    """Print the figures; exit code 1 when engines disagreed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("disagreements"))
    asked = parser.parse_args()
    run = Run(asked.keep)
    begun = time.monotonic()
    rounds(run, asked.seed, begun + 60 * asked.minutes)
    wanted = {name(shape) for shape in requirements()}
    silent = sorted(wanted - set(run.shapes))
    print(
        f"{run.graphs} graphs, {run.shapes.total()} results of {len(run.shapes)} shapes, "
        f"{run.disagreements} disagreements in {(time.monotonic() - begun) / 60:.1f} minutes; "
        f"shapes that reported nothing: {', '.join(silent) or 'none'}."
    )
    return 1 if run.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
