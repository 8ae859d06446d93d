"""Is the chain of an item drawn: boxes that are links, lines by their kind, and of hidden items only that they are?"""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from segue.core import links
from segue.core.models import Item, Link, User
from segue.core.models.link import USED
from segue.lib import graph
from segue.web.components import drawing
from tests import builders
from tests.crm.conversion.steps import convert, made

LONG = "Relaunch of the company website with a catalogue of products in nine languages"


def drawn(client: Client, item: Item) -> Any:
    """What is drawn on the Dependencies tab; None for nothing."""
    return client.get(f"/deals/{item.pk}/dependencies/").context["chain"]["drawing"]


def named(picture: Any) -> list[str]:
    return [box.get("name", "-") for box in picture["boxes"]]


def told(web: Client, item: Item) -> str:
    """The drawing as it is sent, without the tree below."""
    page = web.get(f"/deals/{item.pk}/dependencies/").content.decode()
    return page[page.index('class="drawing"') : page.index('<ul class="tree"')]


@pytest.fixture
def deal(alice: User) -> Item:
    """A deal that was made from a lead, and from which an invoice was made."""
    found: Item = made(convert(builders.lead(alice, title=LONG), "deal", alice), "deal")
    made(convert(found, "invoice", alice), "invoice")
    return found


def test_every_item_is_a_box_with_all_that_one_asks_for(web: Client, alice: User, deal: Item) -> None:
    lead, here, invoice = drawn(web, deal)["boxes"]
    assert lead["name"] == f"Lead #{deal.pk - 1}: {LONG}, Converted, €119.00"
    assert here["name"] == f"Deal #{deal.pk}: {LONG}, New, €119.00, created"
    assert (here["href"], here["stage"]["colour"]) == (f"/deals/{deal.pk}/", "blue")
    assert [box["current"] for box in (lead, here, invoice)] == [False, True, False]


def test_a_long_title_is_cut_for_the_eye_and_spoken_whole(web: Client, deal: Item) -> None:
    first, last = drawn(web, deal)["boxes"][1]["lines"]
    assert LONG.startswith(f"{first} {last.removesuffix('…')}")
    assert last.endswith("…")
    assert f"<title>Deal #{deal.pk}: {LONG}," in told(web, deal)


def test_boxes_are_as_large_as_the_layout_takes_them(web: Client, deal: Item) -> None:
    sizes = re.findall(r'class="drawn-box" width="(\d+)" height="(\d+)"', told(web, deal))
    assert sizes == [(str(graph.WIDTH), str(graph.HEIGHT))] * 3


def test_lines_say_how_one_thing_came_from_another(web: Client, alice: User, deal: Item) -> None:
    links.bind(deal, builders.deal(alice, title="Next year"), actor=alice)
    contact, now = builders.contact(alice), timezone.now()
    Link.objects.create(source=deal, target=contact, kind=USED, created_by=alice, created_at=now)
    picture = drawn(web, deal)
    assert sorted(line["kind"] for line in picture["lines"]) == ["bound", "created", "created", "used"]
    assert [str(entry["label"]) for entry in picture["legend"]] == ["created", "used", "linked by hand"]


def test_what_may_not_be_seen_is_a_box_that_says_nothing(
    web: Client, alice: User, charlie: User, dana: User, deal: Item
) -> None:
    theirs = builders.estimate(charlie, title="Secret offer")
    links.bind(deal, theirs, actor=dana)
    links.bind(theirs, builders.invoice(alice, title="Bill"), actor=dana)
    picture, text = drawn(web, deal), told(web, deal)
    (hidden,) = (box for box in picture["boxes"] if box.get("hidden"))
    assert set(hidden) == {"at", "hidden", "current"}
    assert [line["kind"] for line in picture["lines"]].count("") == 1
    assert not [word for word in ("Secret", "Estimate", "/estimates/") if word in text]
    assert any("Bill" in name for name in named(picture))


def test_who_looks_from_a_hidden_chain_sees_the_one_item(
    client: Client, alice: User, charlie: User, dana: User
) -> None:
    deal = builders.deal(charlie)
    links.bind(builders.deal(alice, title="Not for Charlie"), deal, actor=dana)
    client.force_login(charlie)
    assert named(drawn(client, deal)) == ["-", f"Deal #{deal.pk}: Website relaunch, New, €341.26, linked by hand"]


def test_one_item_alone_is_not_drawn(web: Client, alice: User) -> None:
    assert drawn(web, builders.deal(alice)) is None


def test_a_chain_too_large_for_a_picture_is_told_as_a_tree(
    web: Client, deal: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MOST", 2)
    assert drawn(web, deal) is None
    assert len(web.get(f"/deals/{deal.pk}/dependencies/").context["chain"]["nodes"]) == 1


def test_boxes_follow_one_another_as_one_reads(web: Client, alice: User, deal: Item) -> None:
    links.bind(deal, builders.deal(alice, title="Next year"), actor=alice)
    kinds = [name.split(" ")[0] for name in named(drawn(web, deal))]
    assert kinds == ["Lead", "Deal", "Invoice", "Deal"]
