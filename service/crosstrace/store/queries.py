"""Reading the `.rq` files that stand beside the modules that use them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def read_query(package: str, name: str) -> str:
    """The text of `{name}.rq` in `package`, e.g. `read_query("crosstrace.lookup", "elements")`."""
    return files(package).joinpath(f"{name}.rq").read_text(encoding="utf-8")
