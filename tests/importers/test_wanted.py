"""A company or contact that a file names and nobody knows is made with the row, where that was ticked."""

import pytest

from segue.core import jobs
from segue.core.models import Item, User
from segue.crm import clients, employments
from segue.crm.models import Company, Contact
from tests import builders
from tests.importers.files import done, imported, said, sent

pytestmark = pytest.mark.django_db
DEALS = "Name;Client: company;Client: contacts\nOne;Adler AG;Eva Maria Born\nTwo;adler;Eva Maria Born\n"


@pytest.fixture(autouse=True)
def may_import(db: None) -> None:
    for code in builders.MAKERS:
        builders.give_right("import", code, "all")


def titles(code: str) -> list[str]:
    return [*Item.objects.alive().of_type(code).order_by("pk").values_list("title", flat=True)]


def test_without_the_tick_the_row_fails(alice: User) -> None:
    job = imported(alice, "deal", DEALS)
    assert (
        said(job)[0][2]
        == "Client: company: “Adler AG” is not known here. Client: contacts: “Eva Maria Born” is not known here."
    )
    assert not Company.objects.exists()


def test_what_several_rows_name_is_made_once(alice: User) -> None:
    job = imported(alice, "deal", DEALS, makes=True)
    assert (titles("company"), titles("contact")) == (["Adler AG"], ["Eva Maria Born"])
    company, contact = Company.objects.get(), Contact.objects.get()
    assert {frozenset(clients.read(deal).ids) for deal in Item.objects.of_type("deal")} == {
        frozenset({company.pk, contact.pk})
    }
    assert [reason for _line, _state, reason in said(job)] == ["Made with it: Adler AG, Eva Maria Born", ""]
    assert (contact.first_name, contact.last_name) == ("Eva Maria", "Born")


def test_in_several_batches_too_though_the_maker_does_not_see_it(
    alice: User, charlie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.give_right("read", "company", "own")
    monkeypatch.setattr("segue.importers.run.BATCH", 1)
    imported(alice, "deal", DEALS, makes=True, owner=charlie.pk)
    assert titles("company") == ["Adler AG"]


def test_who_is_known_is_found_first(alice: User) -> None:
    known = builders.company(alice, title="Adler AG")
    imported(alice, "deal", DEALS, makes=True)
    assert [*Company.objects.values_list("pk", flat=True)] == [known.pk]


def test_an_id_or_a_mail_is_no_name(alice: User) -> None:
    job = imported(alice, "deal", "Name;Client: company;Client: contacts\nOne;CO_77;a@b.de\nTwo;;C_5\n", makes=True)
    assert (job.failed, titles("company"), titles("contact")) == (2, [], [])


def test_a_contact_brings_the_company_along(alice: User) -> None:
    imported(alice, "contact", "Last name;Companies\nAdler;Brandt GmbH\n", makes=True)
    assert employments.COMPANIES.read(Contact.objects.get()) == (Company.objects.get(title="Brandt GmbH").pk,)


def test_it_takes_the_right_to_add(alice: User) -> None:
    about = sent(alice, "deal", DEALS, makes=True)
    builders.take_right_away("add", "company")
    assert [(state, reason) for _line, state, reason in said(done(about))] == [
        ("failed", "You may not add such items here.")
    ] * 2
    assert (titles("deal"), titles("contact")) == ([], [])


def test_a_row_that_fails_leaves_nothing_behind(alice: User) -> None:
    text = "Name;Number;Client: company\nOne;7;Adler AG\nTwo;7;Born KG\nThree;9;Born KG\n"
    job = imported(alice, "invoice", text.replace("Three;9;Born KG\n", ""), makes=True)
    assert ((job.done, job.failed), titles("company")) == ((1, 1), ["Adler AG"])


def test_a_trial_makes_nobody(alice: User) -> None:
    job = done(sent(alice, "deal", DEALS, makes=True), kind="import_trial")
    assert (job.done, Item.objects.count()) == (2, 0)


def test_they_go_with_the_undo(alice: User) -> None:
    job = imported(alice, "deal", DEALS, makes=True)
    jobs.run(jobs.undo(job, actor=alice).pk)
    assert not Item.objects.alive().exists()


def test_whoever_is_named_elsewhere_by_then_stays(alice: User) -> None:
    job = imported(alice, "deal", DEALS, makes=True)
    builders.deal(alice, client=builders.client(Company.objects.get()))
    jobs.run(jobs.undo(job, actor=alice).pk)
    assert (titles("company"), titles("contact")) == (["Adler AG"], [])


def test_an_update_makes_them_too_and_is_taken_back(alice: User) -> None:
    deal = builders.deal(alice)
    job = imported(alice, "deal", f"ID;Client: company\n{deal.pk};Adler AG\n", makes=True, key="id")
    assert said(job)[0][2] == "Updated Made with it: Adler AG"
    jobs.run(jobs.undo(job, actor=alice).pk)
    assert titles("company") == []
