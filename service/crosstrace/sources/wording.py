"""A publisher's own catalog: laid over an edition that is held, or as an edition of its own."""

from __future__ import annotations

import datetime as dt
import hashlib

from crosstrace.errors import InvalidInput
from crosstrace.lookup import Catalog
from crosstrace.model import edition_iri
from crosstrace.sources.loader import bundled_graphs, lay_over
from crosstrace.sources.oscal import Overlay, overlay, read_catalog, syntax_of
from crosstrace.sources.oscal.new_edition import MAX_BYTES, NewEdition, new_edition
from crosstrace.store import GraphStore
from crosstrace.vocab import RESERVED


def import_oscal_catalog(
    store: GraphStore,
    held: Catalog,
    body: bytes,
    *,
    name: str,
    edition: str | None,
    imported: dt.date,
) -> Overlay:
    """Import the OSCAL catalog `body`, read from a file called `name`, into `store`.

    `held` is the store's catalog. The text takes the place of an earlier import's and of the
    bundled wording. `InvalidInput` says where the file is wrong, or that its edition isn't held.
    """
    catalog = read_catalog(body, syntax_of(name), edition=edition)
    # Elements that an earlier import brought are not known: they come anew with this one.
    own = {str(quad.subject) for quad in store.graph(edition_iri(catalog.edition_slug))}
    elements = held.of_edition(catalog.edition_slug)
    laid = overlay(
        catalog,
        {e.ref.local: e.kind for e in elements if f"<{e.ref.iri}>" in own},
        source_name=name,
        digest_sha256=hashlib.sha256(body).hexdigest(),
        imported=imported,
    )
    lay_over(store, laid.graph, list(laid.quads))
    return laid


def import_oscal_edition(
    store: GraphStore,
    held: Catalog,
    body: bytes,
    *,
    name: str,
    slug: str,
    publisher: str,
    imported: dt.date,
) -> NewEdition:
    """Import the OSCAL catalog `body` as the edition `slug`, in place of an earlier import of it.

    `publisher` is an IRI. `InvalidInput` when `slug` is an edition that comes with Crosstrace or
    what other graphs' names begin with, or says where the file is wrong.
    """
    graph = edition_iri(slug)
    if slug in RESERVED:
        raise InvalidInput(f"{slug!r} names something else here; give the edition another name.")
    if slug in held.editions and graph in bundled_graphs():
        raise InvalidInput(f"{slug!r} comes with Crosstrace; give the new edition another name.")
    catalog = read_catalog(body, syntax_of(name), edition=slug, is_new=True, max_bytes=MAX_BYTES)
    made = new_edition(catalog, publisher=publisher, source_name=name, imported=imported)
    lay_over(store, graph, list(made.quads))
    return made
