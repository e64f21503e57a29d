"""Laying a publisher's own text over an edition that is held."""

from __future__ import annotations

import datetime as dt
import hashlib

from crosstrace.lookup import Catalog
from crosstrace.model import edition_iri
from crosstrace.sources.loader import lay_over
from crosstrace.sources.oscal import Overlay, overlay, read_catalog, syntax_of
from crosstrace.store import GraphStore


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
