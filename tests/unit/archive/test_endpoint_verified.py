"""`audit verify` at an endpoint: whatever differs from the log is named, and nothing is touched."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from endpoints import connected, dump, update
from submissions import ACME, BOB, MODEL, TURNS_OUT_DIFFERENT, put, statements

from crosstrace.archive import GraphName, Use, open_archive
from crosstrace.archive.statements import VALUE, piece_iri
from crosstrace.errors import BrokenData, StoreUnavailable
from crosstrace.store import GraphStore, endpoint
from crosstrace.vocab import AUDIT_GRAPH, CONTENT_GRAPH, GRAPHS, PROV
from stores import Kept

READING = Use(reading=True)
GONE = GraphName("bob", "gone")
FIRST, SECOND = MODEL.version_iri(1), MODEL.version_iri(2)
ROUGH = b"""
<http://e.org/s> <http://e.org/a> "0.1234567890123456789"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<http://e.org/s> <http://e.org/b> "2026-01-01T00:00:00.100000789Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<http://e.org/s> <http://e.org/c> "x"@EN-us .
"""  # noqa: E501


@pytest.fixture
def filled(remote: Kept) -> Kept:
    """An endpoint with three versions of two graphs, one withdrawn."""
    with open_archive(remote.location, GraphStore.in_memory(), remote.login) as archive:
        put(archive, TURNS_OUT_DIFFERENT + ROUGH)
        put(archive, statements(2))
        put(archive, statements(3), GONE, BOB)
        archive.withdraw(GONE, BOB)
        archive.share(MODEL, "bob", ACME)
    return remote


def faults(kept: Kept) -> list[str]:
    """What is found, by one who leaves everything as it is."""
    before, looked = dump(kept), []
    with open_archive(kept.location, GraphStore.in_memory(), kept.login, READING) as archive:
        found = archive.verify(looked.append)
        assert len(looked) == archive.looks() == 6
    assert dump(kept) == before
    return found


def test_what_was_submitted_is_found_as_it_was(filled: Kept) -> None:
    assert faults(filled) == []


TAMPERED = {
    f"""DELETE DATA {{ GRAPH <{SECOND}> {{ <http://e.org/0> <http://e.org/p> "2" }} }} ;
        INSERT DATA {{ GRAPH <{SECOND}> {{ <http://e.org/0> <http://e.org/p> "9" }} }}""":
    "Version 2 of acme/model is not at the endpoint as it was submitted: 1 statement missing and 1 "
    "statement that nobody submitted. Restore",
    f"INSERT DATA {{ GRAPH <{FIRST}> {{ <a:b> <a:b> 1, 2 }} }}":
    "Version 1 of acme/model is not at the endpoint as it was submitted: 2 statements that nobody "
    "submitted. Restore",
    f"DROP SILENT GRAPH <{GONE.version_iri(1)}>":
    "Version 1 of bob/gone is not at the endpoint as it was submitted: 3 statements missing.",
    f"DELETE WHERE {{ GRAPH <{MODEL.iri}> {{ ?s <{PROV}generatedAtTime> ?o }} }}":
    "What is said of acme/model at the endpoint is not what the audit log tells: 2 statements "
    "missing. Restore",
    f"INSERT DATA {{ GRAPH <{GRAPHS}acme/model/versions/7> {{ <a:b> <a:b> <a:b>, <a:c> }} }}":
    f"accounts for the endpoint's graph {GRAPHS}acme/model/versions/7, which holds 2 statements. "
    "Others put it there",
    f"INSERT {{ GRAPH <{GONE.iri}> {{ [] <a:b> 1 }} }} WHERE {{ }}":
    "What is said of bob/gone at the endpoint is not what the audit log tells: 1 statement that "
    "nobody submitted. Restore",
    f"INSERT DATA {{ GRAPH <{GRAPHS}what> {{ <a:b> <a:b> <a:b> }} }}":
    f"accounts for the endpoint's graph {GRAPHS}what, which holds 1 statement.",
    f"INSERT DATA {{ GRAPH <{AUDIT_GRAPH}> {{ <{AUDIT_GRAPH}> <a:b> <a:b> }} }}":
    f"At the endpoint {AUDIT_GRAPH} holds 6 statements in place of 5.",
    f"""INSERT DATA {{ GRAPH <{CONTENT_GRAPH}> {{ <{piece_iri(9, 0)}> <{VALUE}> "x" .
        <z:z> <{VALUE}> "x" }} }}""":
    f"At the endpoint {CONTENT_GRAPH} holds 5 statements in place of 3.",
}  # fmt: skip


def test_each_thing_that_differs_is_named(filled: Kept) -> None:
    for tampering in TAMPERED:
        update(filled, tampering)
    found = faults(filled)
    assert [sum(says in said for said in found) for says in TAMPERED.values()] == [1] * 9
    assert len(found) == 9


def test_a_content_that_was_altered_is_named_and_no_service_starts_from_it(filled: Kept) -> None:
    for sequence in (1, 2):
        node = piece_iri(sequence, 0)
        update(filled, f"DELETE WHERE {{ GRAPH <{CONTENT_GRAPH}> {{ <{node}> ?p ?o }} }}")
    update(
        filled, f'INSERT DATA {{ GRAPH <{CONTENT_GRAPH}> {{ <{piece_iri(1, 0)}> <{VALUE}> "x" }} }}'
    )
    said = [f"Version {number} of acme/model is not what was submitted." for number in (1, 2)]
    assert [fault.partition(" Restore")[0] for fault in faults(filled)] == said
    with (
        pytest.raises(BrokenData, match="doesn't hold version 1 of acme/model"),
        open_archive(filled.location, GraphStore.in_memory(), filled.login),
    ):
        pytest.fail("it was opened")


def test_a_change_that_was_cut_short_is_named_and_then_removed(filled: Kept) -> None:
    piece = f'GRAPH <{CONTENT_GRAPH}> {{ <{piece_iri(6, 0)}> <{VALUE}> "x" }}'
    for graph in (MODEL.version_iri(3), GraphName("carol", "new").version_iri(1)):
        update(filled, f"INSERT DATA {{ {piece} GRAPH <{graph}> {{ <a:b> <a:b> <a:b> }} }}")
    foreign = [f"{GRAPHS}acme/model/versions/9", f"{GRAPHS}what"]
    for graph in foreign:
        update(filled, f"INSERT DATA {{ GRAPH <{graph}> {{ <a:b> <a:b> <a:b> }} }}")
    assert len(faults(filled)) == 5
    with open_archive(filled.location, GraphStore.in_memory(), filled.login):
        pass
    assert [graph in said for graph, said in zip(foreign, faults(filled), strict=True)] == [
        True
    ] * 2


def test_who_reads_takes_the_endpoint_from_nobody(filled: Kept) -> None:
    with open_archive(filled.location, GraphStore.in_memory(), filled.login) as writer:
        with open_archive(filled.location, GraphStore.in_memory(), filled.login, READING) as reader:
            assert reader.log() == writer.log()
            for changing in (reader.check, lambda: put(reader, statements(9))):
                with pytest.raises(StoreUnavailable, match="for reading only"):
                    changing()
        writer.check()
        assert put(writer, statements(4)).is_new


def test_what_takes_many_pages_is_read_whole(filled: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where one node has more statements than there are on a page."""
    page = 2
    read: Callable[[str, str], str] = endpoint.read_query
    monkeypatch.setattr(endpoint, "PAGE", page)
    monkeypatch.setattr(
        endpoint, "read_query", lambda *name: read(*name).replace("LIMIT 5000", f"LIMIT {page}")
    )
    assert faults(filled) == []
    extra = ", ".join(f'"{number}"' for number in range(20))
    update(filled, f"INSERT DATA {{ GRAPH <{SECOND}> {{ <http://e.org/1> <a:b> {extra} }} }}")
    [said] = faults(filled)
    assert "20 statements that nobody submitted" in said
    with connected(filled) as connection:
        found = [quad for part in connection.statements(SECOND) for quad in part]
        assert len(found) == len(set(found)) == 23
