from __future__ import annotations

import httpx
import pyoxigraph as ox
import pytest

from api_harness import is_problem
from crosstrace.bootstrap import Services
from crosstrace.lookup import describe
from crosstrace.vocab import ID
from crosstrace.web.schemas import Element, Framework, Resource

RDF = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
OTHER_RESOURCES = (
    "csf-2.0",
    "sp800-218a",
    "framework/csf",
    "organization/nist",
    "mapping-set/ssdf-1.1-to-csf-2.0",
    "mapping-set/sp800-218a-to-ai-rmf-1.0/PO.1.1..MAP-1.3",
    "errata/PO.1.3",
    "source/deck",
)


def read(answer: httpx.Response) -> set[ox.Triple]:
    assert answer.status_code == 200, answer.text
    media_type = answer.headers["content-type"].partition(";")[0]
    form = ox.RdfFormat.from_media_type(media_type)
    return {quad.triple for quad in ox.parse(answer.content, format=form)}


def test_every_element_has_all_its_forms(client: httpx.Client, services: Services) -> None:
    for ref, element in services.graph.catalog.elements.items():
        path = f"/id/{ref.edition}/{ref.local}"
        document = Element.model_validate(client.get(path).json())
        assert (document.element, document.label) == (str(ref), element.label)
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert element.notation in page.text
        forms = [read(client.get(path, headers={"Accept": media})) for media in RDF.values()]
        assert forms[0] == describe(services.graph.store, ref.iri)
        assert all(form == forms[0] for form in forms), ref


@pytest.mark.parametrize("resource", OTHER_RESOURCES)
def test_other_resources_have_all_their_forms(client: httpx.Client, resource: str) -> None:
    forms = [read(client.get(f"/id/{resource}?format={name}")) for name in RDF]
    assert forms[0]
    assert all(form == forms[0] for form in forms)
    iri = ox.NamedNode(ID + resource)
    assert any(triple.subject == iri for triple in forms[0])
    page = client.get(f"/id/{resource}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert f"<code>{ID}{resource}</code>" in page.text


def test_an_edition_as_json(client: httpx.Client) -> None:
    found = Framework.model_validate(client.get("/id/csf-2.0").json())
    assert found.element_counts == {"category": 22, "function": 6, "subcategory": 106}


def test_any_other_resource_as_json(client: httpx.Client) -> None:
    found = Resource.model_validate(client.get("/id/errata/PO.1.3").json())
    assert "https://w3id.org/crosstrace/ns#Erratum" in found.types
    about = [s.value for s in found.statements if s.property.endswith("#about")]
    assert about == [ID + "sp800-218a/PO.1.3"]


def test_an_element_with_brackets_in_its_identifier(client: httpx.Client) -> None:
    found = client.get("/id/sp800-53r5/SR-4(4)").json()
    assert found["element"] == "sp800-53r5:SR-4(4)"


def test_the_choice_of_form_is_declared_to_caches(client: httpx.Client) -> None:
    for accept in ("application/json", "text/turtle", "text/html", "image/png"):
        answer = client.get("/id/csf-2.0", headers={"Accept": accept})
        assert "Accept" in answer.headers["vary"]


def test_a_form_that_does_not_exist(client: httpx.Client) -> None:
    answer = client.get("/id/csf-2.0", headers={"Accept": "image/png"})
    assert "text/turtle" in is_problem(answer, 406)["detail"]
    assert "turtle" in is_problem(client.get("/id/csf-2.0?format=yaml"), 406)["detail"]


def test_an_unknown_resource_in_every_form(client: httpx.Client) -> None:
    for name in ("json", *RDF):
        is_problem(client.get(f"/id/csf-2.0/XX-1?format={name}"), 404)
