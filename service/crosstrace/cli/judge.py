"""What the commands that judge share: by what they judge, and the workers that do it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crosstrace import __version__
from crosstrace.sandbox import starting
from crosstrace.validation import JUDGE, Validator


@dataclass(frozen=True, slots=True)
class Asked:
    """What each graph is judged by, beside its text; the keywords of `Validator.validate`."""

    options: dict[str, Any]

    def key(self, basis: str) -> dict[str, str]:
        """What a kept result must agree in; `basis` is the validator's."""
        shapes = self.options["own_shapes"]
        said = {name: str(v) for name, v in self.options.items() if name != "own_shapes"}
        digest = hashlib.sha256(shapes).hexdigest() if shapes else "none"
        return {**said, "shapes": digest, "basis": basis, "crosstrace": __version__}


@contextmanager
def validator_for(store: str | None, *, seconds: float, workers: int) -> Iterator[Validator]:
    """A validator with so many workers, which load while settings and elements are read."""
    with starting(JUDGE, workers) as started:
        from crosstrace.bootstrap import known_elements, open_judge
        from crosstrace.settings import load_settings

        settings = load_settings(store=store, validation_seconds=seconds, workers=workers)
        with open_judge(settings, known_elements(settings.store), started) as validator:
            yield validator
