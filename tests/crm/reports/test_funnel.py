"""Is what came of what counted as by hand?"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from segue.core import pipelines, records
from segue.core.models import Department, Item, User
from segue.crm.reports.funnel import Funnel
from segue.crm.reports.scope import Scope
from tests import builders
from tests.crm.conversion.steps import convert
from tests.crm.reports.world import TODAY, at, created, made, scope, stands

IN_MAY = date(2026, 5, 4)


def worth(amount: int) -> dict[str, Any]:
    """What gives an item this amount, without rows."""
    return {"amount": Decimal(amount), "amount_is_manual": True, "rows": ()}


@pytest.fixture
def chain(alice: User) -> dict[str, Item]:
    """Three leads. Of the first came two deals: one with an estimate and from that a paid invoice, one with an invoice
    that is not paid; of the second one deal; of the third nothing. A deal of its own has an invoice.
    """
    found = {f"lead{number}": builders.lead(alice, **worth(10)) for number in (1, 2, 3)}
    found |= {f"deal{number}": builders.deal(alice, **worth(100)) for number in (1, 2, 3, 4)}
    found |= {"estimate": builders.estimate(alice, **worth(90))}
    found |= {f"invoice{number}": builders.invoice(alice, **worth(80)) for number in (1, 2, 3)}
    for item in found.values():
        created(item, IN_MAY)
    for source, target in (
        ("lead1", "deal1"), ("lead1", "deal2"), ("lead2", "deal3"), ("deal1", "estimate"),
        ("estimate", "invoice1"), ("deal2", "invoice2"), ("deal4", "invoice3"),
    ):  # fmt: skip
        made(found[source], found[target])
    stands(found["invoice1"], "P")
    return found


def counted(scope: Scope, start: str = "lead") -> dict[str, tuple[int, int, str]]:
    """Each step: how many, what they come to, and the rate."""
    steps = Funnel(scope, start).steps()
    return {
        step.code: (step.total.count, int(step.total.amount), f"{step.converted}/{step.of}" if step.source else "")
        for step in steps
    }


@pytest.mark.usefixtures("chain")
def test_what_came_from_what_is_counted(alice: User) -> None:
    assert counted(scope(alice)) == {
        "lead": (3, 30, ""),
        "deal": (3, 300, "2/3"),
        "estimate": (1, 90, "1/3"),
        "invoice": (2, 160, "2/3"),
        "paid": (1, 80, "1/2"),
    }


@pytest.mark.usefixtures("chain")
def test_from_deals_it_counts_deals_that_no_lead_led_to(alice: User) -> None:
    assert counted(scope(alice), "deal") == {
        "deal": (4, 400, ""),
        "estimate": (1, 90, "1/4"),
        "invoice": (3, 240, "3/4"),
        "paid": (1, 80, "1/3"),
    }


def test_every_count_has_its_items(alice: User, chain: dict[str, Item]) -> None:
    funnel = Funnel(scope(alice))
    named = {item.pk: name for name, item in chain.items()}
    held = {code: sorted(named[item.pk] for item in funnel.items(code)) for code in funnel.codes}
    assert held["deal"] == ["deal1", "deal2", "deal3"]
    assert held["invoice"] == ["invoice1", "invoice2"]
    assert held["paid"] == ["invoice1"]
    sources = {code: sorted(named[item.pk] for item in funnel.sources(code)) for code in funnel.codes[1:]}
    assert sources == {
        "deal": ["lead1", "lead2"], "estimate": ["deal1"], "invoice": ["deal1", "deal2"], "paid": ["invoice1"],
    }  # fmt: skip


def test_a_conversion_is_followed(alice: User) -> None:
    lead = builders.lead(alice)
    convert(lead, "deal", alice)
    assert counted(scope(alice, until=date(2030, 1, 1)))["deal"][0] == 1


def test_only_leads_of_the_days_begin_it_and_what_came_later_counts(alice: User, chain: dict[str, Item]) -> None:
    created(chain["lead1"], date(2025, 12, 31))
    created(chain["deal3"], TODAY)
    assert counted(scope(alice))["deal"] == (1, 100, "1/2")


def test_days_are_the_organisations(alice: User, chain: dict[str, Item]) -> None:
    Item.objects.filter(pk=chain["lead1"].pk).update(created_at=at(date(2026, 5, 5), 1))  # the 4th in UTC
    assert counted(scope(alice, since=date(2026, 5, 5)))["lead"][0] == 1


def test_behind_a_hidden_deal_nothing_is_followed(alice: User, charlie: User, chain: dict[str, Item]) -> None:
    Item.objects.filter(pk=chain["deal1"].pk).update(owner=charlie, open_to_all=False)
    found = counted(scope(alice))
    assert found["deal"] == (2, 200, "2/3")
    assert found["estimate"] == (0, 0, "0/2")
    assert found["paid"] == (0, 0, "0/1")


def test_a_strangers_items_are_in_no_number(charlie: User, chain: dict[str, Item]) -> None:
    assert chain
    assert set(counted(scope(charlie)).values()) == {(0, 0, ""), (0, 0, "0/0")}


def test_what_lies_in_the_recycle_bin_is_in_no_number(alice: User, dana: User, chain: dict[str, Item]) -> None:
    records.delete(chain["deal3"], actor=dana)
    assert counted(scope(alice))["deal"] == (2, 200, "1/3")


def test_a_person_narrows_what_begins_it(alice: User, bob: User, chain: dict[str, Item]) -> None:
    Item.objects.filter(pk=chain["lead2"].pk).update(owner=bob)
    assert counted(scope(alice, owner=bob.pk))["lead"] == (1, 10, "")
    assert counted(scope(alice, owner=bob.pk))["deal"] == (1, 100, "1/1")


def test_a_department_means_its_people_and_those_below(
    alice: User, dana: User, sales: Department, chain: dict[str, Item]
) -> None:
    inner = Department.objects.create(name="Inner", parent=sales)
    erika = builders.person("Erika", department=inner)
    Item.objects.filter(pk=chain["lead3"].pk).update(owner=erika)
    assert counted(scope(dana, department=sales.pk))["lead"][0] == 3
    assert counted(scope(dana, department=inner.pk))["lead"][0] == 1


def test_a_pipeline_narrows_deals_and_begins_with_them(alice: User, dana: User, chain: dict[str, Item]) -> None:
    other = pipelines.add("deal", {"en": "Wholesale", "de": "Großhandel"}, actor=dana)
    deal = builders.deal(alice, pipeline=other, stage=other.stages.order_by("sort").first(), **worth(70))
    created(deal, IN_MAY)
    assert counted(scope(alice, pipeline=other.pk)) == {
        "deal": (1, 70, ""), "estimate": (0, 0, "0/1"), "invoice": (0, 0, "0/1"), "paid": (0, 0, "0/0"),
    }  # fmt: skip
    assert chain


@pytest.mark.usefixtures("chain")
def test_all_is_counted_in_one_query(alice: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert alice.access.people(alice.access.departments)
    with django_assert_num_queries(WITH_RIGHTS + 1):
        Funnel(scope(alice)).steps()


WITH_RIGHTS = 5  # what one observes, once for each of four rules; the success stages of invoices
