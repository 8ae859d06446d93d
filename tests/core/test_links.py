"""Is the chain of an item whole, in few queries, and masked where the reader may not see?"""

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from segue.core import links, records
from segue.core.links import Node
from segue.core.models import Item, Link, TimelineEntry, User
from segue.core.permissions import Forbidden
from tests import builders


def names(node: Node) -> object:
    """A node as its title, or with children as (title, [children]); "-" is hidden, "=" stands elsewhere."""
    title = f"{'=' if node.again else ''}{node.item.title if node.item else '-'}"
    return (title, [names(child) for child in node.children]) if node.children else title


def shape(item: Item, reader: User) -> list[object]:
    """The whole tree in short."""
    return [names(root) for root in links.tree(item, reader).roots]


@pytest.fixture
def chain(alice: User) -> dict[str, Item]:
    """Lead -> deal -> estimate -> invoice, and lead -> contact; bound by hand."""
    items = {
        "lead": builders.lead(alice, title="lead"),
        "deal": builders.deal(alice, title="deal"),
        "estimate": builders.estimate(alice, title="estimate"),
        "invoice": builders.invoice(alice, title="invoice"),
        "contact": builders.contact(alice, first_name="", last_name="contact"),
    }
    for source, target in (("lead", "deal"), ("deal", "estimate"), ("estimate", "invoice"), ("lead", "contact")):
        links.bind(items[source], items[target], actor=alice)
    return items


@pytest.mark.parametrize("name", ["lead", "deal", "invoice"])
def test_the_tree_begins_with_the_oldest_ancestor(chain: dict[str, Item], alice: User, name: str) -> None:
    assert shape(chain[name], alice) == [("lead", [("deal", [("estimate", ["invoice"])]), "contact"])]


def test_a_side_branch_shows_its_own_ancestors_and_what_came_of_them(chain: dict[str, Item], alice: User) -> None:
    other = builders.lead(alice, title="other")
    links.bind(other, chain["contact"], actor=alice)
    assert ("other", ["=contact"]) in shape(chain["contact"], alice)


def test_an_item_reached_by_two_ways_stands_once(chain: dict[str, Item], alice: User) -> None:
    links.bind(chain["deal"], chain["invoice"], actor=alice)
    assert shape(chain["deal"], alice)[0] == (
        "lead",
        [("deal", [("estimate", ["invoice"]), "=invoice"]), "contact"],
    )


def test_what_may_not_be_seen_keeps_its_place_and_is_counted(
    chain: dict[str, Item], alice: User, charlie: User
) -> None:
    for item in (chain["deal"], chain["contact"]):
        Item.objects.filter(pk=item.pk).update(owner=charlie)
    tree = links.tree(chain["lead"], alice)
    assert [names(root) for root in tree.roots] == [("lead", [("-", [("estimate", ["invoice"])]), "-"])]
    assert tree.hidden == 2


def test_the_recycle_bin_drops_out_and_comes_back(chain: dict[str, Item], alice: User, dana: User) -> None:
    records.delete(chain["estimate"], actor=dana)
    assert shape(chain["lead"], alice) == [("lead", ["deal", "contact"])]
    records.restore(chain["estimate"], actor=dana)
    assert shape(chain["lead"], alice) == [("lead", [("deal", [("estimate", ["invoice"])]), "contact"])]


def test_the_tree_takes_as_many_queries_for_many_items_as_for_one(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    deal = builders.deal(alice)
    for number in range(12):
        links.bind(deal, builders.deal(alice, title=str(number)), actor=alice)
    links.tree(deal, alice)  # her rights are read once
    with django_assert_num_queries(2):  # the links, the items
        assert links.tree(deal, alice).size == 13


def test_of_two_links_the_stronger_is_told(chain: dict[str, Item], alice: User) -> None:
    chained = Link.objects.get(source=chain["lead"], target=chain["deal"])
    Link.objects.filter(pk=chained.pk).update(kind="used")
    assert links.tree(chain["lead"], alice).roots[0].children[0].kind == "used"


def test_a_circle_cannot_be_bound(chain: dict[str, Item], alice: User) -> None:
    with pytest.raises(ValidationError):
        links.bind(chain["invoice"], chain["lead"], actor=alice)
    with pytest.raises(ValidationError):
        links.bind(chain["lead"], chain["lead"], actor=alice)


def test_a_circle_that_a_conversion_made_still_has_a_tree(chain: dict[str, Item], alice: User) -> None:
    now = chain["lead"].created_at
    Link.objects.create(source=chain["invoice"], target=chain["lead"], kind="used", created_by=alice, created_at=now)
    assert shape(chain["deal"], alice) == [("lead", [("deal", [("estimate", [("invoice", ["=lead"])])]), "contact"])]


def test_binding_twice_is_told_once_on_both_sides(alice: User) -> None:
    lead, deal = builders.lead(alice), builders.deal(alice)
    for _time in range(2):
        links.bind(lead, deal, actor=alice)
    told = TimelineEntry.objects.filter(kind="link_added").order_by("item")
    assert [entry.item_id for entry in told] == sorted([lead.pk, deal.pk])


def test_unbinding_is_told_and_leaves_no_link(chain: dict[str, Item], alice: User) -> None:
    links.unbind(Link.objects.get(target=chain["contact"]), actor=alice)
    assert not Link.objects.filter(target=chain["contact"]).exists()
    assert TimelineEntry.objects.filter(kind="link_removed").count() == 2


def test_a_link_needs_read_on_both_and_edit_on_one(alice: User, bob: User, charlie: User) -> None:
    deal, theirs = builders.deal(alice), builders.deal(charlie)
    with pytest.raises(Forbidden):
        links.bind(deal, theirs, actor=alice)
    builders.take_right_away("edit", "deal")
    with pytest.raises(Forbidden):
        links.bind(builders.lead(charlie), deal, actor=bob)


def test_ancestors_are_all_that_came_before(chain: dict[str, Item]) -> None:
    above = [chain[name].pk for name in ("lead", "deal", "estimate")]
    assert links.ancestors(chain["invoice"]) == sorted(above)
