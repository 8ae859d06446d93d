"""Is a merge taken back after what belongs to the items was changed, or is gone for good?"""

from typing import Any

import pytest

from segue.core import bin as recycle_bin
from segue.core import records
from segue.core.models import CustomField, User
from segue.crm import catalogue, clients, merging
from segue.crm.models import Employment
from tests import builders
from tests.crm.test_merging import fresh, merge

pytestmark = pytest.mark.django_db
PARTNER = {"item_type": "deal", "kind": "crm", "labels": {"en": "Partner"}, "settings": {"types": ["company"]}}


def purge(item: Any, actor: User) -> None:
    records.delete(fresh(item), actor=actor)
    recycle_bin.purge(fresh(item), actor=actor)


def test_a_contact_that_stood_beside_it_comes_back_behind_who_is_the_primary_one_now(dana: User) -> None:
    main, other, third = (builders.contact(dana) for _ in range(3))
    deal = builders.deal(dana, client=builders.client(None, other, main))
    done = merge(dana, main, other)
    records.change(fresh(deal), {}, actor=dana, parts={"client": builders.client(None, third, main)})
    merging.undo(done, actor=dana)
    found = clients.read(fresh(deal))
    assert (set(found.contacts), found.primary) == ({other.pk, third.pk, main.pk}, third.pk)


def test_a_contact_that_stood_beside_it_stays_away_where_both_were_taken_out(dana: User) -> None:
    main, other, third = (builders.contact(dana) for _ in range(3))
    deal = builders.deal(dana, client=builders.client(None, other, main))
    done = merge(dana, main, other)
    records.change(fresh(deal), {}, actor=dana, parts={"client": builders.client(None, third)})
    merging.undo(done, actor=dana)
    assert clients.read(fresh(deal)).contacts == (third.pk,)


def test_it_is_the_client_again_also_where_another_contact_joined_since(dana: User) -> None:
    main, other, third = (builders.contact(dana) for _ in range(3))
    deal = builders.deal(dana, client=builders.client(None, other))
    done = merge(dana, main, other)
    records.change(fresh(deal), {}, actor=dana, parts={"client": builders.client(None, main, third)})
    merging.undo(done, actor=dana)
    assert clients.read(fresh(deal)).contacts == (other.pk, third.pk)


def test_an_employer_comes_back_behind_who_is_the_primary_one_now(dana: User) -> None:
    main, other, third = (builders.company(dana) for _ in range(3))
    contact = builders.contact(dana, companies=(other.pk, main.pk))
    done = merge(dana, main, other)
    records.change(fresh(contact), {}, actor=dana, parts={"companies": (third.pk, main.pk)})
    merging.undo(done, actor=dana)
    rows = Employment.objects.filter(contact=contact)
    assert {row.company_id: row.is_primary for row in rows} == {main.pk: False, other.pk: False, third.pk: True}


def test_what_had_both_as_client_may_be_gone(dana: User) -> None:
    main, other = builders.contact(dana), builders.contact(dana)
    deal = builders.deal(dana, client=builders.client(None, other, main))
    done = merge(dana, main, other)
    purge(deal, dana)
    merging.undo(done, actor=dana)
    assert fresh(other).deleted_at is None


def test_a_client_that_is_gone_does_not_come_back(dana: User) -> None:
    gone, firm = builders.contact(dana), builders.company(dana)
    main = builders.deal(dana, client=builders.client(firm, gone))
    other = builders.deal(dana, client=builders.client(None, builders.contact(dana)))
    done = merge(dana, main, other, client=other.pk)
    purge(gone, dana)
    purge(firm, dana)
    merging.undo(done, actor=dana)
    assert not clients.read(fresh(main))


@pytest.mark.parametrize("multiple", [False, True])
def test_a_custom_value_comes_back_without_an_item_that_is_gone(dana: User, *, multiple: bool) -> None:
    CustomField.objects.create(**PARTNER, code="PARTNER", multiple=multiple)
    gone, there = builders.company(dana), builders.company(dana).pk
    main = builders.deal(dana, PARTNER=[gone.pk, there] if multiple else gone.pk)
    other = builders.deal(dana, PARTNER=[there] if multiple else there)
    done = merge(dana, main, other, PARTNER=other.pk)
    purge(gone, dana)
    merging.undo(done, actor=dana)
    assert fresh(main).custom.get("PARTNER") == ([there] if multiple else None)


def test_rows_come_back_without_a_product_that_is_gone(dana: User) -> None:
    product = builders.hosting(dana)
    main = builders.deal(dana, rows=(builders.row(product_id=product.pk),))
    other = builders.deal(dana, rows=builders.two_rows())
    done = merge(dana, main, other, amount=other.pk)
    catalogue.remove(product, actor=dana)
    merging.undo(done, actor=dana)
    assert [(row.name, row.product_id) for row in main.rows.all()] == [("Consulting", None)]
