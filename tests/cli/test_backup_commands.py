"""`crosstrace backup`, `restore` and `audit`, offline and beside a running service."""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from crosstrace.access import Change, Register, Role
from crosstrace.access.keys import Scope
from crosstrace.archive import By, GraphName, Submitted, open_archive
from crosstrace.archive.content import canonical
from crosstrace.archive.records import digest_of
from crosstrace.archive.statements import VALUE, piece_iri
from crosstrace.cli.main import run
from crosstrace.store import GraphStore
from crosstrace.vocab import AUDIT_GRAPH, CONTENT_GRAPH, DCTERMS, PROV, XSD

COMMAND = "from crosstrace.cli.main import main; main()"
Output = pytest.CaptureFixture[str]
MODEL = GraphName("acme", "model")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def fill(place: Path | str, versions: int = 2, name: GraphName = MODEL) -> None:
    """Keep versions of a graph, without judging anything."""
    with open_archive(str(place), GraphStore.in_memory()) as archive:
        for number in range(versions):
            content = canonical(f'<http://e.org/s> <http://e.org/p> "{number}" .'.encode())
            made = Submitted(
                version=0,
                media_type="text/turtle",
                body_digest=digest_of(content),
                content_digest=digest_of(content),
                statements=1,
                title="Model",
                issued=None,
                subject=None,
                profile="sp800-218a",
                level="draft",
                judged_as_of="2026-11-25",
                counts={"violation": 0},
            )
            archive.submit(name, made, content, By(name.organization, "key:k1", "r-1"))


def key(folder: Path, organization: str) -> str:
    """The text of a key that may do everything for a new organisation."""
    change = Change("tester", dt.datetime.now(dt.UTC))
    with closing(Register(folder / "access.sqlite")) as register:
        register.add_organization(organization, organization.title(), change)
        _, text = register.create_key(
            organization,
            label="all",
            scope=Scope(frozenset(Role)),
            expires=change.now.date(),
            change=change,
        )
    return text.reveal()


@pytest.fixture
def crosstrace() -> Callable[..., int]:
    """Runs a command as a process of its own would, which lets go of the store at its end."""

    def command(*words: object) -> int:
        code = run([str(word) for word in words])
        gc.collect()
        return code

    return command


@dataclass(frozen=True)
class Original:
    """A store with a graph and two organisations, and a backup of it."""

    store: Path
    file: Path
    acme: str
    bob: str


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    folder = tmp_path_factory.mktemp("original")
    store, file = folder / "store", folder / "backup.tar.gz"
    fill(store)
    found = Original(store, file, key(store, "acme"), key(store, "bob"))
    assert run(["backup", str(file), "--store", str(store)]) == 0
    gc.collect()
    return found


def test_a_backup_is_its_owners_and_replaces_no_file(
    original: Original, crosstrace: Callable[..., int], capsys: Output
) -> None:
    assert original.file.stat().st_mode & 0o777 == 0o600
    before = original.file.read_bytes()
    assert crosstrace("backup", original.file, "--store", original.store) == 2
    assert "exists" in capsys.readouterr().err
    assert original.file.read_bytes() == before


def test_a_restore_says_what_it_did_and_leaves_a_full_store_alone(
    original: Original, tmp_path: Path, crosstrace: Callable[..., int], capsys: Output
) -> None:
    new = tmp_path / "new"
    assert crosstrace("restore", original.file, "--store", new) == 0
    said = capsys.readouterr().out
    assert "Restored 2 versions and 2 records" in said
    assert "Organisations and keys are restored too." in said
    [digest] = DIGEST.findall(said)
    for store in (new, original.store):
        assert crosstrace("restore", original.file, "--store", store) == 2
        assert "new folder" in capsys.readouterr().err
    assert crosstrace("audit", "verify", "--store", new, "--kept", digest) == 0
    assert digest in capsys.readouterr().out


def test_a_restore_needs_a_place_and_a_backup(
    original: Original, tmp_path: Path, crosstrace: Callable[..., int], capsys: Output
) -> None:
    assert crosstrace("restore", original.file) == 2
    assert "--store" in capsys.readouterr().err
    other = tmp_path / "x.tar.gz"
    other.write_bytes(b"no backup")
    assert crosstrace("restore", other, "--store", tmp_path / "new") == 2
    assert "no whole backup" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_the_audit_log_is_shown(
    original: Original, crosstrace: Callable[..., int], capsys: Output
) -> None:
    assert crosstrace("audit", "show", "--store", original.store) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["1", "2"]
    assert "key:k1  submit acme/model version 2" in lines[1]
    shown = ["audit", "show", "--store", original.store, "--format", "json"]
    assert crosstrace(*shown, "--organization", "acme") == 0
    items = json.loads(capsys.readouterr().out)["items"]
    assert [item["request_id"] for item in items] == ["r-1", "r-1"]
    assert crosstrace(*shown, "--organization", "bob") == 0
    assert json.loads(capsys.readouterr().out)["items"] == []
    assert crosstrace("audit", "show") == 2


def version_statement(store: ox.Store) -> None:
    version = ox.NamedNode(MODEL.version_iri(1))
    [quad] = store.quads_for_pattern(None, None, None, version)
    store.remove(quad)
    store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal("9"), quad.graph_name))


def removed_version(store: ox.Store) -> None:
    store.remove_graph(ox.NamedNode(MODEL.version_iri(2)))


def log_line(store: ox.Store) -> None:
    first = min(
        store.quads_for_pattern(None, ox.NamedNode(VALUE), None, ox.NamedNode(AUDIT_GRAPH)), key=str
    )
    store.remove(first)
    said = ox.Literal(first.object.value.replace("key:k1", "key:k9"))
    store.add(ox.Quad(first.subject, first.predicate, said, first.graph_name))


def kept_content(store: ox.Store) -> None:
    graph = ox.NamedNode(CONTENT_GRAPH)
    first, second = sorted(store.quads_for_pattern(None, ox.NamedNode(VALUE), None, graph), key=str)
    store.remove(first)
    store.add(ox.Quad(first.subject, first.predicate, second.object, graph))


def times(store: ox.Store) -> None:
    predicate = ox.NamedNode(PROV + "generatedAtTime")
    made = ox.Literal("2020-01-01T00:00:00Z", datatype=ox.NamedNode(XSD + "dateTime"))
    for quad in list(store.quads_for_pattern(None, predicate, None, None)):
        store.remove(quad)
        store.add(ox.Quad(quad.subject, predicate, made, quad.graph_name))


def something_said(store: ox.Store) -> None:
    model, label = ox.NamedNode(MODEL.iri), ox.NamedNode(DCTERMS + "title")
    store.add(ox.Quad(model, label, ox.Literal("Approved"), model))


def another_graph(store: ox.Store) -> None:
    node = ox.NamedNode(MODEL.version_iri(3))
    store.add(ox.Quad(node, node, node, node))


def another_piece(store: ox.Store) -> None:
    node = ox.NamedNode(piece_iri(9, 0))
    store.add(ox.Quad(node, ox.NamedNode(VALUE), ox.Literal("x"), ox.NamedNode(CONTENT_GRAPH)))


def more_in_the_log(store: ox.Store) -> None:
    node = ox.NamedNode(AUDIT_GRAPH)
    store.add(ox.Quad(node, node, node, node))


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (times, "What is said of acme/model is not what the audit log tells"),
        (something_said, "What is said of acme/model is not what the audit log tells"),
        (another_graph, f"accounts for the graph {MODEL.version_iri(3)}"),
        (another_piece, "holds 3 statements in place of 2"),
        (more_in_the_log, "holds 3 statements in place of 2"),
        (version_statement, "Version 1 of acme/model is not what was submitted"),
        (removed_version, "Version 2 of acme/model is not what was submitted"),
        (kept_content, "Version 1 of acme/model is not what was submitted"),
        (log_line, "doesn't hold together at record 2"),
    ],
)
def test_a_store_that_was_tampered_with_is_found_out(
    tmp_path: Path,
    crosstrace: Callable[..., int],
    capsys: Output,
    tamper: Callable[[ox.Store], None],
    says: str,
) -> None:
    fill(tmp_path / "store")
    store = ox.Store(str(tmp_path / "store" / "graphs"))
    tamper(store)
    store.flush()
    del store
    gc.collect()
    assert crosstrace("audit", "verify", "--store", tmp_path / "store") == 1
    assert says in capsys.readouterr().out.replace("\n", " ")


def test_records_that_were_cut_off_are_noticed_by_a_digest_that_was_kept(
    tmp_path: Path, crosstrace: Callable[..., int], capsys: Output
) -> None:
    fill(tmp_path / "long")
    assert crosstrace("audit", "verify", "--store", tmp_path / "long") == 0
    [kept] = DIGEST.findall(capsys.readouterr().out)
    fill(tmp_path / "short", versions=1)
    assert crosstrace("audit", "verify", "--store", tmp_path / "short") == 0
    assert crosstrace("audit", "verify", "--store", tmp_path / "short", "--kept", kept) == 1
    assert f"No record has the digest {kept}" in capsys.readouterr().out


@pytest.fixture(scope="module")
def address(original: Original) -> Iterator[str]:
    """A running service over the original store, which `acme` runs."""
    options = ["serve", "--store", str(original.store), "--port", "0", "--workers", "1"]
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, *options],
        env=os.environ | {"CROSSTRACE_OPERATOR": "acme"},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
                break
        else:
            pytest.fail("the service did not start")
        yield found[1]
        process.send_signal(signal.SIGTERM)
        process.stderr.read()


def test_a_running_service_is_backed_up_by_its_operator(
    original: Original,
    address: str,
    tmp_path: Path,
    crosstrace: Callable[..., int],
    capsys: Output,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, new = tmp_path / "fetched.tar.gz", tmp_path / "new"
    assert crosstrace("backup", tmp_path / "no.tar.gz", "--store", original.store) == 2
    assert "another process" in capsys.readouterr().err  # the service has the store
    monkeypatch.setenv("CROSSTRACE_KEY", original.acme)
    assert crosstrace("backup", file, "--url", f"{address}/") == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert original.acme not in "".join(capsys.readouterr())
    assert crosstrace("restore", file, "--store", new) == 0
    assert "2 versions and 2 records" in capsys.readouterr().out
    assert crosstrace("audit", "verify", "--store", new) == 0


@pytest.mark.parametrize(
    ("who", "says"),
    [("bob", "403"), ("nobody", "401"), ("wrong", "401")],
)
def test_nobody_else_gets_one_and_nothing_is_left(
    original: Original,
    address: str,
    tmp_path: Path,
    crosstrace: Callable[..., int],
    capsys: Output,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    says: str,
) -> None:
    keys = {"bob": original.bob, "wrong": original.bob[:-1] + "x", "nobody": ""}
    monkeypatch.setenv("CROSSTRACE_KEY", keys[who])
    assert crosstrace("backup", tmp_path / "b.tar.gz", "--url", address) == 2
    assert f"answered {says}" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_service_that_is_not_there_is_said_to_be_so(
    tmp_path: Path, crosstrace: Callable[..., int], capsys: Output
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert crosstrace("backup", tmp_path / "b.tar.gz", "--url", f"http://127.0.0.1:{port}") == 2
    assert "can't be reached" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
