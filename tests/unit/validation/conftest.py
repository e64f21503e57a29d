"""The validation handler with the real reference graph, opened once."""

from __future__ import annotations

import pytest
from validation_harness import Judge

from crosstrace.bootstrap import KnowledgeGraph, validator_settings
from crosstrace.validation import read_known
from crosstrace.validation.job import open_validator


@pytest.fixture(scope="session")
def judge(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    folder = tmp_path_factory.mktemp("validation")
    return Judge(open_validator(validator_settings(read_known(graph.store), folder)))
