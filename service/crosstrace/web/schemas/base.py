"""What all documents share."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Priority = Literal["high", "medium", "low"]
Rationale = Literal["syntactic", "semantic", "functional"]
ProfileStatus = Literal["unchanged", "modified", "added"]


class Document(BaseModel):
    """A JSON object with exactly the keys that are described."""

    model_config = ConfigDict(extra="forbid")
