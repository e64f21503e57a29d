"""What the archive promises, on every kind of store: an embedded one, Oxigraph's, Virtuoso."""

from __future__ import annotations

import threading
from hashlib import sha256

import pyoxigraph as ox
import pytest
from submissions import (
    ACME,
    AS_ACME,
    AS_BOB,
    BOB,
    MODEL,
    TURNS_OUT_DIFFERENT,
    a_record,
    put,
    statements,
)

from crosstrace.access import LOCAL_ORGANIZATION, organization_slug
from crosstrace.archive import (
    Action,
    Archive,
    Expected,
    GraphName,
    Reader,
    StoredGraph,
    open_archive,
)
from crosstrace.archive.content import canonical, to_triples
from crosstrace.errors import (
    BrokenData,
    Forbidden,
    Gone,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    Unprocessable,
)
from crosstrace.store import GraphStore
from crosstrace.vocab import AUDIT_GRAPH, CONTENT_GRAPH, HOLDER_GRAPH, RESTORING_GRAPH
from stores import Opener


def test_every_version_stays_also_after_reopening(reopen: Opener) -> None:
    with reopen() as archive:
        for number in (1, 2, 3):
            outcome = put(archive, statements(number))
            assert outcome.is_new
            assert outcome.version is not None
            assert outcome.version.number == number
        before = _everything(archive)
    with reopen() as archive:
        assert _everything(archive) == before
        assert archive.current(MODEL, AS_ACME).number == 3
        assert archive.content(archive.graph(MODEL, AS_ACME).version(1)) == canonical(statements(1))
        assert archive.verify() == []


def test_the_statements_come_back_to_the_letter(reopen: Opener) -> None:
    with reopen() as archive:
        put(archive, TURNS_OUT_DIFFERENT)
    with reopen() as archive:
        content = archive.content(archive.current(MODEL, AS_ACME))
        assert content == canonical(TURNS_OUT_DIFFERENT)
        assert archive.verify() == []
        [node] = {t.object for t in to_triples(content) if isinstance(t.object, ox.BlankNode)}
        assert node == ox.BlankNode("b1")


def test_a_large_graph_is_kept_whole(reopen: Opener) -> None:
    large = b"\n".join(
        f'<http://e.org/{i}> <http://e.org/p> "{sha256(str(i).encode()).hexdigest()}" .'.encode()
        for i in range(20_000)
    )
    with reopen() as archive:
        put(archive, large)
    with reopen() as archive:
        assert archive.content(archive.current(MODEL, AS_ACME)) == canonical(large)


def test_the_same_again_makes_no_version_but_another_level_does(reopen: Opener) -> None:
    with reopen() as archive:
        first = put(archive, statements(1))
        again = put(archive, statements(1))
        assert (again.is_new, again.version) == (False, first.version)
        assert put(archive, statements(1), level="attestation").is_new
        assert archive.state.sequence == 2


def test_if_match_keeps_an_update_from_getting_lost(reopen: Opener) -> None:
    with reopen() as archive:
        with pytest.raises(PreconditionFailed, match="it is not there"):
            put(archive, statements(1), expected=Expected(match=("*",)))
        first = put(archive, statements(1), expected=Expected(absent=True)).version
        assert first is not None
        with pytest.raises(PreconditionFailed, match="exists"):
            put(archive, statements(2), expected=Expected(absent=True))
        second = put(archive, statements(2), expected=Expected(match=(first.etag,))).version
        assert second is not None
        with pytest.raises(PreconditionFailed, match=second.etag):
            put(archive, statements(3), expected=Expected(match=(first.etag,)))
        with pytest.raises(PreconditionFailed):
            archive.withdraw(MODEL, ACME, expected=Expected(match=(first.etag,)))
        assert put(archive, statements(3), expected=Expected(match=(first.etag, "*"))).is_new


def test_a_retry_with_its_key_is_answered_again(reopen: Opener) -> None:
    with reopen() as archive:
        first = put(archive, statements(1), key="abc")
        put(archive, statements(2))
        again = put(archive, statements(1), key="abc")
        assert (again.is_new, again.version) == (False, first.version)
        assert (again.sequence, again.digest) == (first.sequence, first.digest)
        with pytest.raises(Unprocessable, match="another request"):
            put(archive, statements(3), key="abc")
        with pytest.raises(Unprocessable, match="another request"):
            put(archive, statements(1), GraphName("acme", "other"), key="abc")
        # Another organization's key is another key.
        assert put(archive, statements(1), GraphName("bob", "model"), BOB, key="abc").is_new
    with reopen() as archive:
        assert put(archive, statements(1), key="abc").version == first.version


def test_withdrawing_keeps_what_was(reopen: Opener) -> None:
    with reopen() as archive:
        with pytest.raises(NotFound):
            archive.withdraw(MODEL, ACME)
        put(archive, statements(1))
        archive.withdraw(MODEL, ACME)
        with pytest.raises(Gone, match="can still be read"):
            archive.current(MODEL, AS_ACME)
        with pytest.raises(Gone):
            archive.withdraw(MODEL, ACME)
    with reopen() as archive:
        with pytest.raises(Gone):
            archive.current(MODEL, AS_ACME)
        assert archive.content(archive.graph(MODEL, AS_ACME).version(1)) == canonical(statements(1))
        # The same content is a new version now, for the old one is not in force.
        assert put(archive, statements(1)).is_new
        assert archive.current(MODEL, AS_ACME).number == 2
        assert [record.action for record in archive.log()] == ["submit", "withdraw", "submit"]


def test_what_was_in_force_at_a_moment() -> None:
    at = [f"2026-11-{day:02}T12:00:00.000+00:00" for day in range(1, 6)]
    graph = StoredGraph(MODEL)
    actions = [Action.SUBMIT, Action.SUBMIT, Action.WITHDRAW, Action.SUBMIT, Action.WITHDRAW]
    for time, action in zip(at, actions, strict=True):
        graph = graph.after(a_record(action, time, version=len(graph.versions) + 1))
    with pytest.raises(NotFound, match="no version"):
        graph.at("2026-11-01")
    numbers = [graph.at(moment).number for moment in (at[0], "2026-11-02", at[1], at[3])]
    assert numbers == [1, 1, 2, 3]
    for moment in (at[2], "2026-11-04", at[4], "2027"):
        with pytest.raises(Gone, match="withdrawn at"):
            graph.at(moment)
    assert graph.withdrawn == at[4]
    assert [v and v.number for v in map(graph.before, range(1, 5))] == [None, 1, None, None]


def test_sharing_lets_others_read_and_nothing_else(reopen: Opener) -> None:
    with reopen() as archive:
        put(archive, statements(1))
        put(archive, statements(2))
        with pytest.raises(NotFound):
            archive.graph(MODEL, AS_BOB)
        with pytest.raises(Forbidden):
            archive.share(MODEL, "bob", BOB)
        assert archive.share(MODEL, "bob", ACME).is_new
        assert not archive.share(MODEL, "bob", ACME).is_new
        assert archive.current(MODEL, AS_BOB).number == 2
        with pytest.raises(Forbidden):
            put(archive, statements(3), by=BOB)
        with pytest.raises(Forbidden, match="own"):
            archive.share(MODEL, "acme", ACME)
    with reopen() as archive:
        assert [graph.name for graph in archive.graphs(AS_BOB)] == [MODEL]
        archive.unshare(MODEL, "bob", ACME)
        assert archive.graphs(AS_BOB) == []
        with pytest.raises(NotFound):
            archive.graph(MODEL, AS_BOB)


def test_what_a_query_may_see(reopen: Opener) -> None:
    with reopen() as archive:
        put(archive, statements(1))
        put(archive, statements(2))
        put(archive, statements(1), GraphName("acme", "other"))
        put(archive, statements(1), GraphName("bob", "mine"), BOB)
        archive.share(MODEL, "bob", ACME)
        assert archive.visible(None).default == ()
        seen = archive.visible(AS_BOB)
        assert seen.default == (
            MODEL.iri,
            MODEL.version_iri(2),
            GraphName("bob", "mine").iri,
            GraphName("bob", "mine").version_iri(1),
        )
        assert seen.further == (MODEL.version_iri(1),)
        limited = archive.visible(Reader("bob", frozenset({"mine"})))
        assert limited.default == seen.default[2:]
        assert archive.visible(Reader("bob", frozenset())).default == ()
        archive.withdraw(MODEL, ACME)
        assert MODEL.version_iri(2) in archive.visible(AS_BOB).further


def test_a_snapshot_holds_what_was_written_before_it(reopen: Opener) -> None:
    with reopen() as archive:
        put(archive, statements(1))
        with archive.snapshot() as first, archive.snapshot() as same:
            assert first == same
            put(archive, statements(2))
            with archive.snapshot() as second:
                assert second != first
                store = GraphStore.read_only(second)
                assert len(store.graph(MODEL.version_iri(2))) == 3
            assert len(GraphStore.read_only(first).graph(MODEL.version_iri(1))) == 3
        assert not first.exists()


def test_many_at_once_get_versions_without_gaps(reopen: Opener) -> None:
    with reopen() as archive:
        names = [GraphName("acme", f"graph-{number}") for number in range(4)]
        threads = [
            threading.Thread(target=put, args=(archive, statements(number), names[number % 4]))
            for number in range(40)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for name in names:
            numbers = [version.number for version in archive.graph(name, AS_ACME).versions]
            assert numbers == list(range(1, 11))
        assert archive.verify() == []


@pytest.mark.parametrize(
    "name", [AUDIT_GRAPH, CONTENT_GRAPH, HOLDER_GRAPH, RESTORING_GRAPH, MODEL.iri]
)
def test_the_frameworks_can_not_take_the_names_of_what_is_at_rest(name: str) -> None:
    """Everybody sees every graph of the frameworks."""
    frameworks, node = GraphStore.in_memory(), ox.NamedNode("http://e.org/s")
    frameworks.append([ox.Quad(node, node, node, ox.NamedNode(name))])
    with (
        pytest.raises(BrokenData, match="graphs at rest"),
        open_archive("memory:", frameworks),
    ):
        pytest.fail("the archive was opened")


@pytest.mark.parametrize(
    ("organization", "name"),
    [("acme", "../x"), ("acme", ""), ("acme", "A"), ("", "x"), ("a/b", "x"), ("acme", "x" * 65)],
)
def test_a_name_that_is_none(organization: str, name: str) -> None:
    with pytest.raises(InvalidInput, match="name"):
        GraphName(organization, name)


def test_the_graphs_from_before_there_was_access_have_names_like_others() -> None:
    local = GraphName(LOCAL_ORGANIZATION, "model")
    assert GraphName.from_iri(local.version_iri(1)) == (local, 1)
    assert organization_slug(LOCAL_ORGANIZATION) == LOCAL_ORGANIZATION


def test_names_are_read_from_their_iris() -> None:
    assert GraphName.from_iri(MODEL.iri) == (MODEL, None)
    assert GraphName.from_iri(MODEL.version_iri(12)) == (MODEL, 12)
    with pytest.raises(InvalidInput, match="no graph that is kept here"):
        GraphName.from_iri("https://w3id.org/crosstrace/id/csf-2.0")


def _everything(archive: Archive) -> list[object]:
    graphs = [graph for reader in (AS_ACME, AS_BOB) for graph in archive.graphs(reader)]
    return [(graph, [archive.content(v) for v in graph.versions]) for graph in graphs]
