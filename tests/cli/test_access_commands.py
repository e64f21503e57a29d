"""Organisations and keys from the command line, also while a service runs."""

from __future__ import annotations

import datetime as dt
import json
import os
import pwd
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from crosstrace.cli.main import run

Output = pytest.CaptureFixture[str]
COMMAND = "from crosstrace.cli.main import main; main()"
KEY_FOR_ACME = ["key", "create", "acme", "--label", "x", "--role", "reader"]
KEY = re.compile(r"ctk_([0-9a-f]{16})_([0-9a-f]{64})\n")


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store in which `acme` is registered."""
    folder = str(tmp_path / "graph")
    assert run(["organization", "add", "acme", "--title", "Acme Inc.", "--store", folder]) == 0
    return folder


def create(store: str, capsys: Output, *options: str) -> tuple[str, str]:
    """The id and the text of a new key."""
    capsys.readouterr()
    arguments = ["key", "create", "acme", "--label", "ci", *options, "--store", store]
    assert run([*arguments, *(() if "--role" in options else ("--role", "reader"))]) == 0
    shown = capsys.readouterr()
    found = KEY.fullmatch(shown.out)
    assert found, "nothing but the key, so that a program can take it"
    assert "not shown again" in shown.err
    return found[1], shown.out.strip()


def listed(store: str, capsys: Output) -> list[dict[str, object]]:
    assert run(["key", "list", "--store", store, "--format", "json"]) == 0
    items: list[dict[str, object]] = json.loads(capsys.readouterr().out)["items"]
    return items


def test_organizations_are_listed(store: str, capsys: Output) -> None:
    assert run(["organization", "list", "--store", store]) == 0
    assert re.search(r"^acme  Acme Inc\., since \d{4}-\d\d-\d\d$", capsys.readouterr().out, re.M)
    assert run(["organization", "list", "--store", store, "--format", "json"]) == 0
    items = json.loads(capsys.readouterr().out)["items"]
    assert items == [{"organization": "acme", "title": "Acme Inc."}]


def test_a_key_has_the_scope_it_was_given(store: str, capsys: Output) -> None:
    options = ["--role", "submitter", "--role", "auditor", "--read-only", "--graph", "model-1"]
    key, _ = create(store, capsys, *options, "--graph", "model-2", "--expires", "2999-12-31")
    [found] = listed(store, capsys)
    assert found["id"] == key
    assert (found["state"], found["last_used"]) == ("active", None)
    assert (found["roles"], found["read_only"]) == (["auditor", "submitter"], True)
    assert (found["graphs"], found["expires"]) == (["model-1", "model-2"], "2999-12-31")
    assert run(["key", "list", "acme", "--store", store]) == 0
    line = f"{key}  acme  ci: active, auditor + submitter, read-only, only model-1, model-2, until"
    assert capsys.readouterr().out.startswith(line)
    assert run(["key", "list", "other", "--store", store]) == 0
    assert capsys.readouterr().out == ""


def test_a_key_ends_after_a_year_unless_said(store: str, capsys: Output) -> None:
    create(store, capsys)
    [found] = listed(store, capsys)
    days = dt.date.fromisoformat(str(found["expires"])) - dt.datetime.now(dt.UTC).date()
    assert 364 <= days.days <= 365
    assert found["graphs"] is None


def test_rotate_and_revoke(store: str, capsys: Output) -> None:
    key, text = create(store, capsys)
    assert run(["key", "rotate", key, "--grace-hours", "1", "--store", store]) == 0
    shown = capsys.readouterr()
    assert KEY.fullmatch(shown.out)
    assert shown.out.strip() != text
    assert "The old one works until" in shown.err
    assert run(["key", "revoke", f"ctk_{key}", "--store", store]) == 0
    assert capsys.readouterr().out == f"{key} (ci) is revoked.\n"
    assert [found["state"] for found in listed(store, capsys)] == ["revoked"]


def test_the_log_says_who_did_what(store: str, capsys: Output) -> None:
    key, text = create(store, capsys)
    assert run(["organization", "log", "--store", store]) == 0
    out = capsys.readouterr().out
    user = pwd.getpwuid(os.getuid()).pw_name
    assert re.search(rf"^1  \S+Z  {user}  organization added  acme$", out, re.M)
    assert re.search(rf"^2  \S+Z  {user}  key created  {key}$", out, re.M)
    [last] = re.findall(r"last digest is ([0-9a-f]{64})", out)
    assert run(["organization", "log", "--kept", last, "--store", store]) == 0
    assert text.rpartition("_")[2] not in out + capsys.readouterr().out
    assert run(["organization", "log", "--kept", "0" * 63 + "1", "--store", store]) == 1
    assert "cut off or rewritten" in capsys.readouterr().out


def test_an_empty_log_is_whole(tmp_path: Path, capsys: Output) -> None:
    assert run(["organization", "log", "--store", str(tmp_path)]) == 0
    assert capsys.readouterr().out == ""


def test_tampering_is_said_with_exit_code_1(store: str, capsys: Output) -> None:
    create(store, capsys)
    with closing(sqlite3.connect(Path(store) / "access.sqlite")) as connection:
        connection.executescript("UPDATE key SET roles = 'admin'")
    assert run(["organization", "log", "--store", store]) == 1
    assert "is not what the log says" in capsys.readouterr().out


def test_a_user_without_a_name_is_logged_by_number(
    store: str, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_uid: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    create(store, capsys)
    assert run(["organization", "log", "--store", store]) == 0
    assert f"uid {os.getuid()}  key created" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["organization", "add", "acme", "--title", "x"], "registered already"),
        (["organization", "add", "anonymous", "--title", "x"], "reserved"),
        (["organization", "add", "Acme Inc.", "--title", "x"], "lower-case"),
        (["key", "create", "other", "--label", "x", "--role", "reader"], "organization add"),
        (["key", "create", "acme", "--label", "x", "--role", "owner"], "'owner'"),
        (["key", "create", "acme", "--label", "x"], "role"),
        (["key", "create", "acme", "--label", "", "--role", "reader"], "label"),
        (
            [*KEY_FOR_ACME, "--graph", "a/b"],
            "graph's name",
        ),
        (
            [*KEY_FOR_ACME, "--expires", "soon"],
            "2026-11-23",
        ),
        (
            [*KEY_FOR_ACME, "--expires", "2020-01-01"],
            "expired already",
        ),
        (["key", "revoke", "0" * 16], "No key has the id"),
        (["key", "rotate", "nonsense"], "by its id"),
        (["key", "revoke", f"ctk_{'0' * 16}_{'a' * 64}"], "Never type a whole key"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(
    store: str, capsys: Output, arguments: list[str], says: str
) -> None:
    capsys.readouterr()
    assert run([*arguments, "--store", store]) == 2
    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.err.count("\n") == 1
    assert shown.out == ""
    assert "a" * 64 not in shown.err, "a secret that was typed is not repeated"


def test_a_store_without_a_folder_needs_a_place_for_keys(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["organization", "list"]) == 2
    assert "set 'access'" in capsys.readouterr().err
    monkeypatch.setenv("CROSSTRACE_ACCESS", str(tmp_path / "keys.sqlite"))
    assert run(["organization", "add", "acme", "--title", "Acme"]) == 0
    assert (tmp_path / "keys.sqlite").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.org"])
def test_an_open_service_is_not_started_for_others(host: str, capsys: Output) -> None:
    assert run(["serve", "--host", host]) == 2
    shown = capsys.readouterr().err
    assert "crosstrace organization add" in shown
    assert shown.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("OIDC_ISSUER", "https://login.example.org/", "oidc_audience and oidc_keys must be set"),
        ("OIDC_ALGORITHMS", "HS256", "oidc_algorithms"),
        ("OIDC_ALGORITHMS", "RS256,none", "oidc_algorithms"),
        ("OIDC_ALGORITHMS", "", "oidc_algorithms"),
        ("RATE_PER_MINUTE", "0", "rate_per_minute"),
    ],
)
def test_a_setting_that_is_wrong_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: Output, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(f"CROSSTRACE_{name}", value)
    assert run(["serve"]) == 2
    assert says in capsys.readouterr().err


@pytest.fixture
def served(store: str) -> Iterator[tuple[str, list[str]]]:
    """The address of a service over the store, which may be listened on by all; and its log."""
    arguments = ["serve", "--store", store, "--host", "0.0.0.0", "--port", "0", "--workers", "1"]
    log: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            log.append(line)
            if found := re.search(r"running on http://0\.0\.0\.0:(\d+)", line):
                break
        else:
            pytest.fail("the service did not start: " + "".join(log))
        yield f"http://127.0.0.1:{found[1]}", log
        process.send_signal(signal.SIGTERM)
        log += process.stderr.readlines()
        assert "Traceback" not in "".join(log)


def test_a_key_that_is_revoked_while_the_service_runs_is_refused_at_once(
    store: str, served: tuple[str, list[str]], capsys: Output
) -> None:
    address, log = served
    key, text = create(store, capsys)
    bearer = {"Authorization": f"Bearer {text}"}
    with httpx.Client(base_url=address, timeout=30) as client:
        assert client.get("/v1/frameworks", headers=bearer).status_code == 200
        revoke = [sys.executable, "-c", COMMAND, "key", "revoke", key, "--store", store]
        assert subprocess.run(revoke, stdout=subprocess.DEVNULL).returncode == 0
        refused = client.get("/v1/frameworks", headers=bearer)
        assert refused.status_code == 401
        assert "revoked" in refused.json()["detail"]
        assert client.get("/v1/frameworks", headers={"Host": "any.example"}).status_code == 200
    assert text.rpartition("_")[2] not in "".join(log)
