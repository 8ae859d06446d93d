"""Which keys does a page bind, for whom, and where can one read them and switch them off?"""

import json
import re
from html import unescape
from pathlib import Path

from django.test import Client

from segue.core.models import User
from segue.web.components import keys
from tests import builders

SCRIPT = Path(__file__).resolve().parents[2] / "frontend" / "src" / "keys.js"
OF_THE_SCRIPT = {"palette", "search", "next", "previous"}  # more than pressing what is marked


def bound(client: Client, address: str = "/deals/") -> list[str]:
    """The names of the keys that a page binds."""
    page = client.get(address).content.decode()
    (table,) = re.findall(r'data-keys="([^"]*)"', page)
    return [each["does"] for each in json.loads(unescape(table))]


def test_a_page_binds_all_keys_of_the_table(web: Client) -> None:
    assert bound(web) == [each.does for each in keys.KEYS]


def test_the_page_of_keys_shows_the_same_table(web: Client) -> None:
    page = unescape(web.get("/me/keys/").content.decode())
    for each in keys.KEYS:
        assert str(each.text) in page
        assert f'<kbd class="key-sign">{each.key.upper()}</kbd>' in page


def test_the_page_of_keys_is_a_dialog_for_htmx(web: Client) -> None:
    assert web.get("/me/keys/", headers={"HX-Request": "true"}).content.strip().startswith(b"<dialog")


def test_switched_off_only_the_keys_that_are_held_with_ctrl_stay(web: Client, alice: User) -> None:
    answer = web.post("/me/keys/", {}, headers={"Referer": "http://testserver/deals/"}, follow=True)
    assert [(address.removeprefix("http://testserver"), code) for address, code in answer.redirect_chain] == [
        ("/deals/", 303)
    ]
    assert "Your keys were saved." in answer.content.decode()
    assert bound(web) == ["palette"]
    assert "has-keys" not in web.get("/deals/").content.decode()


def test_switched_on_again_all_work(web: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(single_keys=False)
    assert "checked" not in re.findall(r'<input[^>]*name="single_keys"[^>]*>', web.get("/me/keys/").content.decode())[0]
    web.post("/me/keys/", {"single_keys": "1"})
    assert len(bound(web)) == len(keys.KEYS)


def test_every_key_has_something_that_it_presses(web: Client, alice: User) -> None:
    pages = [web.get(address).content.decode() for address in ("/deals/", f"/deals/{builders.deal(alice).pk}/")]
    marked = set(re.findall(r'data-key="([a-z]+)"', "".join(pages)))
    assert {each.does for each in keys.KEYS} <= marked | OF_THE_SCRIPT
    assert all(f"  {name}" in SCRIPT.read_text() for name in OF_THE_SCRIPT)


def test_no_two_keys_are_the_same() -> None:
    assert len({(each.key, each.held) for each in keys.KEYS}) == len(keys.KEYS)


def test_in_german(web: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="de")
    page = web.get("/me/keys/").content.decode()
    assert "Das geöffnete Element bearbeiten" in page
    assert '<kbd class="key-sign">Strg</kbd>' in page
