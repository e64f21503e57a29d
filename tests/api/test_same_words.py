"""The newcomer's question of the documentation, in the same words on every mouth."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx
import pytest

from crosstrace.cli.main import run

SOURCE, TARGET = "csf-2.0:GV.OC-03", "ai-rmf-1.0"


class Words(HTMLParser):
    """The text of a page, as a reader sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def words_of(page: str) -> str:
    parser = Words()
    parser.feed(page)
    return " ".join(parser.text.split())


def test_the_command_line_and_the_page_say_the_same(
    client: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["crosswalk", SOURCE, "--to", TARGET]) == 0
    said = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    page = client.get("/crosswalk", params={"source": SOURCE, "target": TARGET})
    text = words_of(page.text)
    verdict, *results = said
    assert verdict in text
    titles, sentences = results[0::3], results[1::3] + results[2::3]
    assert len(titles) == 10
    assert all(sentence in text for sentence in sentences)
    for title in titles:
        status, element, *label = title.split()
        assert f"{element} {' '.join(label)} {status}" in text


def test_the_json_explains_in_the_same_words(client: httpx.Client) -> None:
    parameters = {"source": SOURCE, "target": TARGET}
    answer = client.get("/v1/crosswalk", params=parameters).json()
    text = words_of(client.get("/crosswalk", params=parameters).text)
    assert answer["message"] in text
    assert all(result["explanation"] in text for result in answer["results"])
    assert all(result["settled_by"] in text for result in answer["results"])
