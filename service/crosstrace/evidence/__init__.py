"""Supply-chain documents (in-toto, CycloneDX, SPDX 3, SARIF), described as evidence."""

from crosstrace.evidence.intake import MAX_BYTES
from crosstrace.evidence.read import FORMATS, Found, Given, read_evidence
from crosstrace.evidence.service import EvidenceReader

__all__ = ["FORMATS", "MAX_BYTES", "EvidenceReader", "Found", "Given", "read_evidence"]
