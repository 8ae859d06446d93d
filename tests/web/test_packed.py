"""Do pages travel packed to browsers that unpack them?"""

import gzip

from django.test import Client


def test_a_page_travels_packed(web: Client) -> None:
    answer = web.get("/deals/", headers={"Accept-Encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert "</html>" in gzip.decompress(answer.content).decode()


def test_whoever_cannot_unpack_it_gets_it_as_it_is(web: Client) -> None:
    answer = web.get("/deals/")
    assert "Content-Encoding" not in answer
    assert "</html>" in answer.content.decode()
