"""The importers as they are typed and as they are asked over HTTP."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Final

import httpx
import pyoxigraph as ox
import pytest
from cases_imports_catalog import catalog
from cases_imports_json import CASES, spdx, statement
from cases_imports_table import sssom
from hostile_case import INVALID, sent
from hostile_run import Ear, unclear
from import_case import READ

from crosstrace.cli.main import run
from crosstrace.mappingsets import sssom as reader

SMALL: Final = 200_000
SET: Final = ["--set", "ours", "--focal", "csf-2.0", "--reference", "ai-rmf-1.0"]
COMMANDS: Final = {
    "evidence": [],
    "oscal-component": [],
    "oscal-catalog": ["--edition", "ssdf-1.1"],
    "oscal-mapping": SET,
    "sssom": SET,
    "olir": SET,
    "table": [],
}
IN_STORE: Final = frozenset(COMMANDS) - {"evidence", "oscal-component"}


def typed(command: str, file: Path | str, folder: Path) -> list[str]:
    """An import into a store, or into a file, of the folder."""
    where = ["--store", str(folder / "store")] if command in IN_STORE else []
    output = [] if command in IN_STORE else ["--output", str(folder / "out.ttl")]
    return ["import", command, str(file), *COMMANDS[command], *where, *output]


def one_line(error: str) -> bool:
    return error.startswith("crosstrace: ") and error.count("\n") == 1 and error[:-1].isprintable()


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_file_of_the_kind(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe, folder, junk = tmp_path / "pipe.json", tmp_path / "folder.json", tmp_path / "junk.json"
    os.mkfifo(pipe)
    folder.mkdir()
    junk.write_bytes(b"\0\xff[{" * 1_000)
    for file, says in (
        (pipe, "not a regular file"),
        ("/dev/zero", "not a regular file"),
        (folder, "can't be read"),
        (tmp_path / "absent.json", "can't be read"),
        (tmp_path / "\x1b[2J.json", r"\x1b[2J"),
        (junk, "UTF-8"),
    ):
        assert run(typed(command, file, tmp_path)) == 2
        said = capsys.readouterr()
        assert (said.out, one_line(said.err)) == ("", True)
        assert says in said.err
    assert not (tmp_path / "out.ttl").exists()


def test_what_is_not_kept_rules_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "scan.json"
    element = {"type": "\x1b[2J\u202e\n#", "spdxId": "urn:x"}
    file.write_text(spdx(lambda tree: tree["@graph"].append(element)), encoding="utf-8")
    assert run(["import", "evidence", str(file)]) == 0
    said = capsys.readouterr()
    assert not set("\x1b\u202e") & set(said.out + said.err)
    assert r"not kept: \u001b[2J\u202e #." in said.err


def test_a_set_from_a_pipe_is_read_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = sssom(column="rationale", cell="ct:Semantic").encode()
    store = ["--store", str(tmp_path / "store")]
    source, sink = os.pipe()
    os.write(sink, body)
    os.close(sink)
    assert run(["import", "sssom", f"/dev/fd/{source}", *SET, *store]) == 0
    os.close(source)
    assert run(["export", "set", "ours", *store]) == 0
    found = reader.read(capsys.readouterr().out.partition("\n#")[2].join(["#", ""]))
    assert found.header.sources[0].endswith(hashlib.sha256(body).hexdigest())


def test_a_catalog_whose_name_is_no_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b.json"))
    file.write_text(catalog({"id": "c-1", "title": "One"}), encoding="utf-8")
    arguments = ["import", "oscal-catalog", str(file), "--new-edition", "new-1"]
    store = ["--store", str(tmp_path / "store")]
    assert run([*arguments, *store, "--publisher", "http://["]) == 2
    assert one_line(capsys.readouterr().err)
    assert run([*arguments, *store, "--publisher", "https://example.org/"]) == 0


def test_evidence_over_http(client: httpx.Client, ear: Ear) -> None:
    asked = 0
    for case in CASES:
        body = sent(case.body, ear.address) if isinstance(case.body, str | bytes) else b""
        if case.importer != "evidence" or not 0 < len(body) <= SMALL:
            continue
        answer = client.post(
            "/v1/evidence",
            content=body,
            headers={"Content-Type": "application/json", "Accept": "text/turtle"},
        )
        assert answer.status_code == {INVALID: 400, READ: 200}[case.answer], case.name
        if case.answer == READ:
            read = ox.parse(answer.content, format=ox.RdfFormat.TURTLE)
            subjects = {str(quad.subject) for quad in read}
            assert all(one.startswith("<https://example.org/") for one in subjects), case.name
        else:
            assert answer.headers["content-type"] == "application/problem+json"
            assert not unclear(json.loads(answer.text)["detail"])
        asked += 1
    assert asked > 35
    assert client.get("/readyz").status_code == 200


def test_many_values_over_http(client: httpx.Client) -> None:
    body = statement()[:-1] + ', "x": [' + "[]," * 2_100_000 + "1]}"
    answer = client.post(
        "/v1/evidence", content=body.encode(), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert "values; split it" in answer.json()["detail"]
