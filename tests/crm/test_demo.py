"""Is the demo firm what a newcomer should find: everything there is, in both languages, and nothing wrong with it?"""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from segue.core import item_types
from segue.core.models import Activity, Item, Link, Stage, TimelineEntry, User
from segue.core.models.activity import OPEN
from segue.crm.models import Conversion, Estimate, Invoice, Product
from tests import builders
from tests.crm.conversion.steps import undo

ACCOUNTS = {
    "alice@segue.test": ("Sales", False),
    "bob@segue.test": ("Sales", False),
    "charlie@segue.test": ("Service", False),
    "dana@segue.test": ("Management", True),
}
WORDS = {"en": {"the", "and", "for", "with"}, "de": {"der", "und", "für", "mit"}}
SLUGS = [item_type.slug for item_type in item_types.all_types()]


@pytest.fixture(scope="module")
def loaded(shared: Path) -> None:
    """The demo in a database of its own, once for all tests."""
    call_command("demo")


@pytest.fixture
def demo(loaded: None, untouched: None) -> None:
    """The demo as it was loaded."""


def chains() -> list[Invoice]:
    """The invoices at the end of a whole chain, in the order they were made."""
    found = Invoice.objects.filter(estimate__deal__lead__isnull=False).select_related("estimate__deal__lead")
    return list(found.order_by("pk"))


def written_in(language: str, texts: Any) -> list[str]:
    """Those of these texts that have a word of the language."""
    return [text for text in texts if WORDS[language] & set(text.lower().split())]


@pytest.mark.usefixtures("demo")
def test_there_are_a_few_hundred_items() -> None:
    assert 200 < Item.objects.alive().count() < 1000


@pytest.mark.usefixtures("demo")
def test_there_are_several_of_every_type() -> None:
    counts = dict(Item.objects.alive().order_by().values_list("type").annotate(Count("pk")))
    assert {each.code for each in item_types.all_types()} == {code for code, count in counts.items() if count > 20}


@pytest.mark.usefixtures("demo")
def test_every_stage_of_every_pipeline_holds_something() -> None:
    held = Item.objects.alive().exclude(stage=None).values("stage")
    assert list(Stage.objects.exclude(pk__in=held)) == []


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", WORDS)
def test_titles_and_comments_are_in_both_languages(language: str) -> None:
    titles = Item.objects.exclude(title="").values_list("title", flat=True)
    said = [entry.data["text"] for entry in TimelineEntry.objects.filter(kind="comment")]
    assert len(written_in(language, titles)) > 20
    assert len(written_in(language, said)) > 20


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", WORDS)
def test_estimates_are_offered_in_both_languages(language: str) -> None:
    contents = Estimate.objects.exclude(content="").values_list("content", flat=True)
    assert len(written_in(language, contents)) > 5


@pytest.mark.usefixtures("demo")
def test_there_is_a_catalogue_and_things_of_it_are_sold() -> None:
    assert Product.objects.filter(active=True).exclude(section="").count() > 20
    assert all(invoice.rows.exists() for invoice in Invoice.objects.all())


@pytest.mark.usefixtures("demo")
def test_three_inquiries_became_invoices() -> None:
    assert len({invoice.estimate.deal.lead_id for invoice in chains()}) == 3


@pytest.mark.usefixtures("demo")
def test_what_became_of_an_inquiry_costs_what_was_asked_for() -> None:
    for invoice in chains():
        deal = invoice.estimate.deal
        assert {deal.lead.amount, deal.amount, invoice.estimate.amount} == {invoice.amount}


@pytest.mark.usefixtures("demo")
def test_each_step_of_a_chain_is_linked() -> None:
    for invoice in chains():
        steps = [invoice.estimate.deal.lead, invoice.estimate.deal, invoice.estimate, invoice]
        for source, target in pairwise(steps):
            assert Link.objects.filter(source=source.pk, target=target.pk, kind="created").exists()


@pytest.mark.usefixtures("demo")
def test_four_people_work_there() -> None:
    people = User.objects.values_list("email", "departments__name", "is_admin")
    assert {email: (department, is_admin) for email, department, is_admin in people} == ACCOUNTS


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("email", ACCOUNTS)
def test_each_of_them_signs_in(client: Client, email: str) -> None:
    answer = client.post("/sign-in/", {"email": email, "password": "segue-demo"}, follow=True)
    assert answer.context["user"].email == email


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("slug", SLUGS)
def test_each_of_them_finds_something_in_every_list(client: Client, slug: str) -> None:
    for email in ACCOUNTS:
        client.force_login(User.objects.get(email=email))
        assert client.get(f"/{slug}/").context["rows"], email


@pytest.mark.usefixtures("demo")
def test_nothing_happened_in_the_future() -> None:
    now = timezone.now()
    assert not Item.objects.filter(created_at__gt=now).exists()
    assert not TimelineEntry.objects.filter(at__gt=now).exists()


@pytest.mark.usefixtures("demo")
def test_nothing_is_wrong_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify", files=True)
    assert capsys.readouterr().out == "Everything is as it must be.\n"


@pytest.mark.usefixtures("demo")
def test_an_old_conversion_of_it_can_be_taken_back() -> None:
    done = Conversion.objects.filter(source__type="lead", variant="contact").earliest("at")
    assert undo(done, User.objects.get(is_admin=True)).undo_result["kept"] == []
    assert Item.objects.get(pk=done.source_ref).stage.semantics == "process"


@pytest.mark.usefixtures("demo")
def test_it_is_not_loaded_a_second_time() -> None:
    before = Item.objects.count()
    with pytest.raises(CommandError, match="only into an empty database"):
        call_command("demo")
    assert Item.objects.count() == before


@pytest.mark.usefixtures("demo")
def test_the_next_start_leaves_it_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    before = Item.objects.count()
    call_command("prepare", demo=True)
    assert capsys.readouterr().out == "demo\n"
    assert Item.objects.count() == before


@pytest.mark.usefixtures("home")
def test_it_is_not_loaded_where_somebody_works() -> None:
    builders.person("Erika")
    with pytest.raises(CommandError, match="only into an empty database"):
        call_command("demo")
    assert not Item.objects.exists()


@pytest.mark.usefixtures("demo")
def test_there_is_something_to_do_late_today_and_later_and_calls_were_made() -> None:
    now, deadlines = timezone.now(), Activity.objects.filter(status=OPEN).values_list("deadline", flat=True)
    assert {at < now for at in deadlines} == {True, False}
    assert len(deadlines) > 20
    assert TimelineEntry.objects.filter(kind="call").count() > 10
