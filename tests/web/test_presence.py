"""What does an open page hear of the others, and of what they did?"""

import re

import pytest
from django.test import Client

from segue.core import comments, records
from segue.core.models import Item, User
from tests import builders
from tests.web.form_data import typed


@pytest.fixture
def deal(alice: User) -> Item:
    return builders.deal(alice)


@pytest.fixture
def bobs(bob: User) -> Client:
    client = Client()
    client.force_login(bob)
    return client


def state(client: Client, address: str) -> str:
    """What the page shows, as it will say itself."""
    found = re.search(r'data-state="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def ask(client: Client, deal: Item, shown: str, **more: str) -> tuple[str, str]:
    """What the page hears: the words, and the new state if there is one."""
    answer = client.post(f"/deals/{deal.pk}/here/", {"state": shown, **more})
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()), answer.get("X-Segue-Changed", "")


def test_two_who_look_hear_of_each_other(web: Client, bobs: Client, deal: Item) -> None:
    shown = state(web, f"/deals/{deal.pk}/")
    assert ask(web, deal, shown) == ("", "")
    assert ask(bobs, deal, shown) == ("A Alice has this open too", "")
    assert ask(web, deal, shown) == ("B Bob has this open too", "")


def test_in_german_too(web: Client, bobs: Client, bob: User, deal: Item) -> None:
    User.objects.filter(pk=bob.pk).update(language="de")
    ask(web, deal, "")
    assert ask(bobs, deal, "")[0] == "A Alice hat dies auch geöffnet"


@pytest.mark.parametrize("tab", ["", "products/", "history/", "dependencies/", "timeline/"])
def test_what_others_changed_is_a_new_state_on_every_tab(web: Client, bob: User, deal: Item, tab: str) -> None:
    shown = state(web, f"/deals/{deal.pk}/{tab}")
    records.change(deal, {"title": "Another name"}, actor=bob)
    changed = ask(web, deal, shown)[1]
    assert changed not in {"", shown}
    assert changed == state(web, f"/deals/{deal.pk}/{tab}")
    assert ask(web, deal, changed)[1] == ""


def test_a_comment_is_a_new_state_too(web: Client, bob: User, deal: Item) -> None:
    shown = state(web, f"/deals/{deal.pk}/")
    comments.add(deal, "Called.", actor=bob)
    assert ask(web, deal, shown)[1]


def test_a_form_says_who_saved_meanwhile(web: Client, bob: User, deal: Item) -> None:
    shown = state(web, f"/deals/{deal.pk}/edit/")
    assert ask(web, deal, shown, form="1")[0] == ""
    records.change(deal, {"title": "Another name"}, actor=bob)
    told = "Bob has saved changes in the meantime. When you save, you choose between both values."
    assert ask(web, deal, shown, form="1")[0] == told


def test_a_form_that_came_back_says_it_still(web: Client, bob: User, deal: Item) -> None:
    sent = typed(web.get(f"/deals/{deal.pk}/edit/"), title="x" * 300)
    records.change(deal, {"comment": "Bob was here"}, actor=bob)
    page = web.post(f"/deals/{deal.pk}/edit/", sent).content.decode()
    assert 'data-state="1.' in page


def test_a_form_says_nothing_of_a_comment(web: Client, bob: User, deal: Item) -> None:
    shown = state(web, f"/deals/{deal.pk}/edit/")
    comments.add(deal, "Called.", actor=bob)
    assert ask(web, deal, shown, form="1")[0] == ""


def test_a_form_of_something_new_asks_nothing(web: Client) -> None:
    assert "data-here" not in web.get("/deals/new/").content.decode()


def test_whoever_looks_at_what_somebody_else_sees_is_not_there(admin: Client, alice: User, deal: Item) -> None:
    admin.post(f"/view-as/{alice.pk}/")
    assert "data-here" not in admin.get(f"/deals/{deal.pk}/").content.decode()


def test_a_stranger_does_not_find_it(client: Client, charlie: User, deal: Item) -> None:
    client.force_login(charlie)
    assert client.post(f"/deals/{deal.pk}/here/", {"state": ""}).status_code == 404


@pytest.mark.parametrize("shown", ["", "x", "1.2.3", "é" * 5000, "\0"])
def test_any_state_is_answered(web: Client, deal: Item, shown: str) -> None:
    assert web.post(f"/deals/{deal.pk}/here/", {"state": shown}).status_code in {200, 400}


def test_names_are_texts(web: Client, bobs: Client, bob: User, deal: Item) -> None:
    User.objects.filter(pk=bob.pk).update(name="<b>Bob</b>")
    ask(bobs, deal, "")
    assert "&lt;b&gt;" in web.post(f"/deals/{deal.pk}/here/", {"state": ""}).content.decode()
