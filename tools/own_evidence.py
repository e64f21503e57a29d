"""Write the digests in `data/examples/crosstrace-itself.ttl`, or with `--check` compare them.

Each piece of evidence there is a file of this repository. A digest that differs means that the
file has changed: look whether what the graph says of it still holds before writing the new one.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

from crosstrace import resources

GRAPH = Path("data/examples/crosstrace-itself.ttl")
EVIDENCE = re.compile(
    r'(dcterms:identifier "urn:crosstrace:file:(?P<path>[^"]+)"'
    r'[^"]+(?:"[^"]*"[^"]+){2}ct:algorithm "SHA-256" ; ct:value ")[0-9a-f]*(?=")'
)


def with_digests(text: str, root: Path) -> str:
    """`text` with the SHA-256 of each named file below `root`; `OSError` when one is missing."""

    def renew(found: re.Match[str]) -> str:
        return found[1] + hashlib.sha256((root / found["path"]).read_bytes()).hexdigest()

    return EVIDENCE.sub(renew, text)


def main() -> int:
    """Write or check; exit code 1 when a digest is out of date."""
    file = resources.ROOT / GRAPH
    old = file.read_text(encoding="utf-8")
    new = with_digests(old, resources.ROOT)
    if old == new:
        return 0
    if "--check" not in sys.argv[1:]:
        file.write_text(new, encoding="utf-8")
        return 0
    print(f"{GRAPH} is out of date; read its head, then run: python tools/own_evidence.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
