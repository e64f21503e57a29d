"""RDF answers: one set of triples in whichever form was asked for."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from fastapi import Response

from crosstrace.rdf.formats import syntax_named
from crosstrace.rdf.output import write
from crosstrace.web.negotiation import Representation


def rdf_response(
    triples: Iterable[ox.Triple], form: Representation, headers: dict[str, str]
) -> Response:
    """The triples in `form`, one of `RDF_FORMS`; equal sets give equal bytes."""
    body = write(triples, syntax_named(form.name))
    return Response(body, media_type=form.media_type, headers=headers)
