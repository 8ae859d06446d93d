"""Do sample data come into a system of one's own without leaving traces in what is there, and do they leave again?"""

from pathlib import Path

import pytest
from django.core.management import call_command

from segue.core import item_types, numbering_changes, pipelines, preferences
from segue.core.models import Item, NumberCounter, Numbering, Stage, User
from segue.core.permissions import Forbidden
from segue.crm import sellers
from segue.crm.demo import sample
from segue.crm.models import Company, Product
from tests import builders
from tests.crm.conversion.steps import convert, made


@pytest.fixture(scope="module")
def loaded(shared: Path) -> User:
    """The sample data in a database of its own, once for all tests; of the administrator who asked for them."""
    dana = builders.person("Dana", is_admin=True)
    builders.person("Erika")
    numbering_changes.save(numbering_changes.of_type("invoice"), {"template": "RE-{NUMBER}", "start": 100}, actor=dana)
    sample.load(actor=dana)
    return dana


@pytest.fixture
def dana_with_sample(loaded: User, untouched: None) -> User:
    """The administrator of a system with sample data."""
    return loaded


def test_everything_is_marked_and_belongs_to_who_asked(dana_with_sample: User) -> None:
    assert sample.count() == Item.objects.count() > 200
    assert set(Item.objects.values_list("owner", flat=True)) == {dana_with_sample.pk}


@pytest.mark.usefixtures("dana_with_sample")
def test_nobody_can_sign_in_who_could_not_before() -> None:
    assert set(User.objects.values_list("name", flat=True)) == {"Dana", "Erika"}


def test_what_was_there_before_keeps_its_time_and_settings(dana_with_sample: User) -> None:
    assert User.objects.get(pk=dana_with_sample.pk).created_at == dana_with_sample.created_at
    assert preferences.load().organisation == ""


def test_the_first_real_invoice_gets_the_number_that_was_chosen(dana_with_sample: User) -> None:
    assert not NumberCounter.objects.exists()
    assert Numbering.objects.get(item_type="invoice").template == "RE-{NUMBER}"
    assert builders.invoice(dana_with_sample).number == "RE-100"


@pytest.mark.usefixtures("dana_with_sample")
def test_papers_of_the_sample_say_so() -> None:
    papers = Item.objects.filter(type__in=("estimate", "invoice")).values_list("number", flat=True)
    assert {number.split("-")[0] for number in papers} == {"SAMPLE"}


@pytest.mark.usefixtures("dana_with_sample")
def test_nothing_is_wrong_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify")
    assert capsys.readouterr().out == "Everything is as it must be.\n"


def test_it_does_not_come_in_twice(dana_with_sample: User) -> None:
    before = Item.objects.count()
    with pytest.raises(sample.NotPossible):
        sample.load(actor=dana_with_sample)
    assert Item.objects.count() == before


def test_it_leaves_without_what_people_made(dana_with_sample: User) -> None:
    own = builders.lead(dana_with_sample, title="A real inquiry")
    sample.remove(actor=dana_with_sample)
    assert [item.pk for item in Item.objects.alive()] == [own.pk]
    assert not Product.objects.filter(active=True).exists()


def test_once_it_has_left_the_first_company_of_ones_own_is_the_default(dana_with_sample: User) -> None:
    sample.remove(actor=dana_with_sample)
    sellers.create({"title": "Brandt GmbH"}, actor=dana_with_sample)
    assert [each.title for each in Company.objects.filter(is_default_seller=True)] == ["Brandt GmbH"]


def test_a_company_of_ones_own_that_was_there_becomes_the_default(dana_with_sample: User) -> None:
    own = sellers.create({"title": "Brandt GmbH"}, actor=dana_with_sample)
    sample.remove(actor=dana_with_sample)
    assert [(each.pk, each.is_default_seller) for each in sellers.alive()] == [(own.pk, True)]


def test_what_somebody_made_of_a_lead_of_the_sample_stays(dana_with_sample: User) -> None:
    lead = Item.objects.alive().filter(type="lead", stage__semantics="process").earliest("pk")
    deal = made(convert(item_types.child_of(lead), "deal", dana_with_sample), "deal")
    sample.remove(actor=dana_with_sample)
    assert [item.pk for item in Item.objects.alive()] == [deal.pk]


def test_without_any_of_it_nothing_is_taken_out_of_use(dana_with_sample: User) -> None:
    sample.remove(actor=dana_with_sample)
    Product.objects.update(active=True)
    sample.remove(actor=dana_with_sample)
    assert not Product.objects.filter(active=False).exists()


def test_nothing_is_wrong_after_it_has_left(dana_with_sample: User, capsys: pytest.CaptureFixture[str]) -> None:
    sample.remove(actor=dana_with_sample)
    call_command("verify")
    assert capsys.readouterr().out == "Everything is as it must be.\n"


def test_only_an_administrator_lets_it_in_or_out(alice: User) -> None:
    for act in (sample.load, sample.remove):
        with pytest.raises(Forbidden):
            act(actor=alice)
    assert not Item.objects.exists()


def test_it_stays_out_where_somebody_works(dana: User) -> None:
    builders.lead(dana)
    assert not sample.is_possible()
    with pytest.raises(sample.NotPossible, match="items or products"):
        sample.load(actor=dana)


def test_a_company_that_sells_is_no_work_yet(dana: User) -> None:
    sellers.create({"title": "Brandt GmbH"}, actor=dana)
    assert sample.is_possible()
    assert sample.is_empty()


def test_where_the_stages_are_others_it_says_so_and_leaves_nothing(dana: User) -> None:
    pipelines.remove_stage(Stage.objects.get(code="PREPAYMENT_INVOICE"), actor=dana)
    with pytest.raises(sample.NotPossible, match="do not fit any more"):
        sample.load(actor=dana)
    assert not Item.objects.exists()
