"""A reader's desk: a folder in which the documentation's commands are really carried out.

What a reader has and we don't is replaced openly: NIST's catalogs by the small catalogs of
our own tests, and the wait of `crosstrace serve` by one request to the application it serves.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import runpy
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from documentation import Block, commands
from fastapi import FastAPI

from crosstrace.cli import serve
from crosstrace.cli.main import run
from crosstrace.resources import DATA, ROOT
from crosstrace.settings import Settings

CATALOGS = ROOT / "tests" / "unit" / "sources" / "oscal"
COMPONENT = ROOT / "tests" / "unit" / "components" / "inputs" / "ai-model.json"
EVIDENCE = ROOT / "tests" / "unit" / "evidence" / "inputs"
RULES = """\
@prefix ct: <https://w3id.org/crosstrace/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rules: <https://example.org/rules#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
rules:Asset a sh:NodeShape ; sh:targetClass ct:AIModel ; sh:property rules:Asset-title .
rules:Asset-title a sh:PropertyShape ; sh:path dcterms:title ; sh:minCount 1 ;
    sh:message "Every model has a title." .
"""
MAPPINGS = """\
Focal Document Element,Rationale,Relationship,Reference Document Element,Strength of Relationship
GV.OC-03,semantic,superset of,GV.OC-01,6
"""


class Desk:
    """Carries out commands in `folder`; `output` is what the last one said."""

    def __init__(self, folder: Path, service: FastAPI, capsys: pytest.CaptureFixture[str]):
        self.folder = folder
        self.output = ""
        self.carried_out: list[list[str]] = []
        self._service = service
        self._capsys = capsys
        self._programs: dict[str, Callable[[list[str]], int]] = {
            "crosstrace": run,
            "curl": self._curl,
            "python3": _known_purpose,
        }

    def lay_out(self) -> None:
        """Put what a reader brings on the desk, an implementation graph among it."""
        shutil.copy(CATALOGS / "catalog.yaml", self.folder / "NIST_SP800-218_ver1_catalog.yaml")
        shutil.copy(CATALOGS / "catalog.xml", self.folder / "NIST_CSF_v2.0_catalog.xml")
        shutil.copy(DATA / "examples" / "model-producer.ttl", self.folder / "ours.ttl")
        for file in (DATA / "examples" / "three-organizations").glob("*.ttl"):
            shutil.copy(file, self.folder)
        (self.folder / "suppliers").mkdir()
        shutil.copy(DATA / "examples" / "acquirer-draft.ttl", self.folder / "suppliers")
        shutil.copy(COMPONENT, self.folder / "component.json")
        shutil.copy(EVIDENCE / "slsa-provenance.json", self.folder / "provenance.json")
        shutil.copy(EVIDENCE / "ml-bom.json", self.folder / "bom.json")
        shutil.copy(EVIDENCE / "scan.sarif", self.folder)
        (self.folder / "our-rules.ttl").write_text(RULES, encoding="utf-8")
        (self.folder / "our-mappings.csv").write_text(MAPPINGS, encoding="utf-8")
        shutil.copy(CATALOGS / "catalog.json", self.folder / "our-framework.json")

    def carry_out(self, block: Block) -> list[int]:
        """The exit codes of the block's commands."""
        return [self._one(words) for words in commands(block)]

    def _one(self, words: list[str]) -> int:
        program, *arguments = words
        self.carried_out.append(words)
        if program == "crosstrace" and "new" in arguments:
            for name in arguments[arguments.index("new") :]:
                if name.startswith("ours."):
                    (self.folder / name).unlink(missing_ok=True)
        code = self._programs[program](arguments)
        gc.collect()  # a command's store closes with its process; here, with its last reference
        captured = self._capsys.readouterr()
        self.output = captured.out
        assert code != 2, captured.err
        return code

    def _curl(self, arguments: list[str]) -> int:
        answer = asked(self._service, arguments)
        print(answer.text)
        return 0 if answer.is_success else 22


def asked(service: FastAPI, arguments: list[str]) -> httpx.Response:
    """The answer to what `curl` would send with these arguments."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("url")
    parser.add_argument("-X", "--request")
    parser.add_argument("-H", "--header", action="append", default=[])
    parser.add_argument("--data-binary", dest="body")
    given = parser.parse_args(arguments)
    url = urlsplit(given.url)
    assert (url.hostname, url.port) == ("127.0.0.1", 8000)
    body = None
    if given.body is not None:
        assert given.body.startswith("@"), "the documentation sends files"
        body = Path(given.body[1:]).read_bytes()
    request = httpx.Request(
        given.request or ("GET" if body is None else "POST"),
        given.url,
        headers=dict(header.split(": ", 1) for header in given.header),
        content=body,
    )
    return asyncio.run(_send(service, request))


async def _send(service: FastAPI, request: httpx.Request) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(service)) as client:
        return await client.send(request)


def served(app: FastAPI, settings: Settings) -> bool:
    """Stands in for serving: the application answers once, instead of until it is stopped."""
    assert settings.host == "127.0.0.1"
    address = f"http://127.0.0.1:{settings.port}"
    answer = asyncio.run(_send(app, httpx.Request("GET", f"{address}/readyz")))
    assert answer.status_code == 200, answer.text
    return True


def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "serve_until_stopped", served)


def _known_purpose(arguments: list[str]) -> int:
    """`python3 dev.py …` installs and is what runs these tests: here it only has to exist."""
    script, purpose = arguments
    return 0 if purpose in runpy.run_path(str(ROOT / script))["LOCKS"] else 2
