"""What a backup holds: a tar file with these members, in this order.

`manifest.json` comes last, for it has the digests of the others. The log and the contents have
a line each of JSON, so that no part has to fit into memory.
"""

from __future__ import annotations

from typing import Final

FORMAT: Final = 1

FRAMEWORKS: Final = "frameworks.nq"
LOG: Final = "audit.jsonl"
CONTENTS: Final = "contents.jsonl"
REGISTER: Final = "access.sqlite"
MANIFEST: Final = "manifest.json"
