"""A file becomes items: new ones and changed ones, refused ones with reasons, and all of it is taken back."""

import pytest

from segue.core import files, jobs, records
from segue.core.models import Item, Job, Link, TimelineEntry, User
from segue.crm import communications
from segue.crm.models import Contact, Lead
from segue.importers import run
from tests import builders
from tests.importers.files import done, imported, said, sent

pytestmark = pytest.mark.django_db
PEOPLE = "First name;Last name;E-mail;Phone\nEva;Adler;eva@example.com;030 123456\nJan;Born;jan@example.com;\n"


@pytest.fixture(autouse=True)
def may_import(db: None) -> None:
    for code in builders.MAKERS:
        builders.give_right("import", code, "all")


def test_each_row_becomes_an_item(alice: User) -> None:
    job = imported(alice, "contact", PEOPLE)
    assert [item.title for item in Contact.objects.order_by("pk")] == ["Eva Adler", "Jan Born"]
    assert (job.done, job.failed, job.state) == (2, 0, "done")


def test_phones_and_mails_come_along(alice: User) -> None:
    imported(alice, "contact", PEOPLE)
    found = communications.read(Contact.objects.get(title="Eva Adler"))
    assert [(each.kind, each.value) for each in found] == [("EMAIL", "eva@example.com"), ("PHONE", "030 123456")]


def test_the_timeline_leads_to_the_job(alice: User) -> None:
    job = imported(alice, "contact", PEOPLE)
    entry = TimelineEntry.objects.filter(kind="imported").first()
    assert entry is not None
    assert entry.data == {"job": job.pk}


def test_a_trial_writes_nothing_and_says_what_would_be(alice: User) -> None:
    about = sent(alice, "contact", f"{PEOPLE};;no mail;\n")
    job = done(about, kind="import_trial")
    assert not Item.objects.exists()
    assert (job.done, job.failed) == (2, 1)


def test_what_is_wrong_is_said_by_column(alice: User) -> None:
    job = imported(alice, "deal", "Name;Amount;Responsible person\nBig;12x;Nobody\n")
    ((line, state, reason),) = said(job)
    assert (line, state) == (2, "failed")
    assert "Amount: Enter a number" in reason
    assert "Responsible person: “Nobody” is not known here." in reason


def test_rows_with_one_id_are_the_products_of_one_deal(alice: User) -> None:
    text = "ID;Name;Product;Quantity;Unit price\nA;Roof;Tiles;10;5,50\nA;;Work;2;80\nB;Wall;Paint;1;3\n"
    imported(alice, "deal", text, style="de")
    assert [item.amount for item in Item.objects.order_by("pk")] == [215, 3]


def test_who_lacks_the_right_brings_in_nothing(alice: User) -> None:
    about = sent(alice, "contact", PEOPLE)
    builders.take_right_away("import")
    job = jobs.start("import", {"import": about.pk}, actor=alice)
    jobs.run(job.pk)
    assert not Item.objects.exists()


def test_a_row_updates_the_item_with_its_mail(alice: User) -> None:
    imported(alice, "contact", PEOPLE)
    job = imported(alice, "contact", "Email;City\neva@example.com;Ulm\n", key="email")
    assert said(job) == [(2, "done", "Updated")]
    assert Contact.objects.get(title="Eva Adler").city == "Ulm"


def test_the_same_again_changes_nothing(alice: User) -> None:
    imported(alice, "contact", PEOPLE)
    before = [*Item.objects.values_list("pk", "version")]
    job = imported(alice, "contact", PEOPLE, key="email")
    assert ([*Item.objects.values_list("pk", "version")], job.skipped) == (before, 2)


def test_nobody_changes_what_they_may_not_edit(alice: User, charlie: User) -> None:
    builders.give_right("read", "contact", "all")
    other = builders.contact(charlie)
    job = imported(alice, "contact", f"ID;City\n{other.pk};Ulm\n", key="id")
    assert said(job)[0][1] == "failed"


def test_what_one_may_not_see_is_not_found(alice: User, charlie: User) -> None:
    builders.give_right("read", "contact", "own")
    other = builders.contact(charlie)
    job = imported(alice, "contact", f"ID;Last name;City\n{other.pk};Neu;Ulm\n", key="id")
    assert said(job)[0][1] == "done"
    assert Contact.objects.get(pk=other.pk).city == ""


@pytest.mark.parametrize(
    ("mode", "count", "city"), [("allow", 2, ""), ("skip", 1, ""), ("replace", 1, "Ulm"), ("merge", 1, "Ulm")]
)
def test_a_duplicate_is_allowed_skipped_replaced_or_merged(alice: User, mode: str, count: int, city: str) -> None:
    imported(alice, "contact", PEOPLE)
    imported(alice, "contact", "First name;Last name;E-mail;City\nEva;Adler;eva@example.com;Ulm\n", duplicates=mode)
    found = Contact.objects.filter(title="Eva Adler").order_by("pk")
    assert (len(found), found[0].city) == (count, city)


def test_a_merge_fills_in_only_what_is_blank(alice: User) -> None:
    imported(alice, "contact", "Last name;E-mail;City\nAdler;eva@example.com;Bonn\n")
    imported(alice, "contact", "Last name;E-mail;City;Position\nAdler;eva@example.com;Ulm;Head\n", duplicates="merge")
    found = Contact.objects.get()
    assert (found.city, found.position) == ("Bonn", "Head")


def test_a_duplicate_within_the_file_is_found(alice: User) -> None:
    job = imported(alice, "contact", f"{PEOPLE}Eva;Adler;eva@example.com;\n", duplicates="skip")
    assert (job.done, job.skipped) == (2, 1)


def test_the_same_key_twice_in_a_file_is_one_item(alice: User) -> None:
    imported(alice, "contact", "Last name;E-mail;City\nAdler;a@b.de;Bonn\nAdler;a@b.de;Ulm\n", key="email")
    assert [item.city for item in Contact.objects.all()] == ["Ulm"]


def test_links_are_found_by_name_mail_and_id(alice: User) -> None:
    company = builders.company(alice, title="Brandt GmbH")
    person = builders.contact(alice)
    records.change(
        person, {}, actor=alice, parts={"communications": (communications.Communication("EMAIL", "j@b.de"),)}
    )
    imported(
        alice, "deal", f"Name;Client: company;Client: contacts\nOne;Brandt;j@b.de\nTwo;CO_{company.pk};{person.pk}\n"
    )
    found = [(deal.clients.get(company__isnull=False).company_id, deal.clients.get(contact__isnull=False).contact_id)
             for deal in Item.objects.of_type("deal")]  # fmt: skip
    assert found == [(company.pk, person.pk)] * 2


def test_created_from_binds_the_two(alice: User) -> None:
    lead = builders.lead(alice)
    imported(alice, "deal", f"Name;Created from\nOne;L_{lead.pk}\n")
    link = Link.objects.get(source=lead.pk)
    assert (link.target.title, link.kind) == ("One", "bound")


def test_stages_are_known_by_code_and_label_in_either_language(alice: User) -> None:
    imported(alice, "deal", "Name;Stage\nA;WON\nB;Deal lost\nC;In Arbeit\n")
    assert [item.stage.code for item in Item.objects.select_related("stage").order_by("pk")] == [
        "WON",
        "LOSE",
        "EXECUTING",
    ]


def test_nothing_was_created_in_the_future(alice: User) -> None:
    job = imported(alice, "deal", "Name;Created\nA;2020-03-01\nB;2999-03-01\n")
    assert Item.objects.get().created_at.year == 2020
    assert "future" in said(job)[1][2]


def test_a_lead_of_ones_own_does_not_succeed_by_an_update(alice: User) -> None:
    lead = builders.lead(alice)
    job = imported(alice, "lead", f"ID;Stage\n{lead.pk};CONVERTED\n", key="id")
    assert said(job)[0][1] == "failed"


# After a kill, and back -----------------------------------------------------------------------------------------


def test_a_killed_import_goes_on_and_does_no_row_twice(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Name\n" + "".join(f"Lead {place}\n" for place in range(30))
    about = sent(alice, "lead", text)
    monkeypatch.setattr("segue.importers.run.BATCH", 7)
    job = jobs.start("import", {"import": about.pk}, actor=alice)
    _kill_after(job, steps=3)
    assert 0 < Lead.objects.count() < 30
    jobs.run(job.pk)
    assert sorted(Lead.objects.values_list("title", flat=True)) == sorted(f"Lead {place}" for place in range(30))


def _kill_after(job: Job, *, steps: int) -> None:
    taken = jobs._taken(job.pk)
    assert taken is not None
    for _step in range(steps):
        run.step(taken)
    run._reading.clear()
    Job.objects.filter(pk=job.pk).update(next_at=job.created_at)


def test_a_trial_that_was_cancelled_goes_on_without_leaving_rows_out(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = sent(alice, "lead", "Name\n" + "".join(f"Lead {place}\n" for place in range(30)))
    monkeypatch.setattr("segue.importers.run.BATCH", 7)
    job = run.start(about, "import_trial")
    taken = jobs._taken(job.pk)
    assert taken is not None
    for _step in range(2):
        run.step(taken)
    jobs.cancel(job)
    with pytest.raises(jobs.Lost):
        run.step(taken)
    jobs.resume(Job.objects.get(pk=job.pk))
    jobs.run(job.pk)
    assert Job.objects.get(pk=job.pk).done == 30


def test_a_key_of_nothing_but_marks_is_none(alice: User) -> None:
    job = imported(alice, "contact", 'Last name;E-mail\nAdler;";"\n', key="email")
    assert (job.state, job.done) == ("done", 1)


def test_an_undo_takes_new_ones_away_and_old_ones_back(alice: User) -> None:
    imported(alice, "contact", "Last name;E-mail;City\nAdler;eva@example.com;Bonn\n")
    text = "Last name;E-mail;City;Phone\nAdler;eva@example.com;Ulm;030 1\nBorn;jan@example.com;Köln;\n"
    job = imported(alice, "contact", text, key="email")
    undone = jobs.undo(job, actor=alice)
    jobs.run(undone.pk)
    assert [item.city for item in Contact.objects.filter(deleted_at=None)] == ["Bonn"]
    assert [each.kind for each in communications.read(Contact.objects.get(deleted_at=None))] == ["EMAIL"]


def test_what_somebody_changed_since_stays(alice: User) -> None:
    job = imported(alice, "contact", PEOPLE)
    records.change(Contact.objects.get(title="Eva Adler"), {"city": "Ulm"}, actor=alice)
    undone = jobs.undo(job, actor=alice)
    jobs.run(undone.pk)
    assert [item.title for item in Contact.objects.filter(deleted_at=None)] == ["Eva Adler"]
    assert "Somebody changed it since." in [reason for _line, _state, reason in said(undone)]


def test_a_file_tells_which_rows_failed_and_comes_in_again_when_mended(alice: User) -> None:
    job = imported(alice, "contact", "Last name;E-mail\n=cmd;no mail\nBorn;jan@example.com\n")
    assert job.blob is not None
    text = files.path_of(job.blob.sha256).read_text(encoding="utf-8-sig")
    assert text.splitlines()[1].startswith("'=cmd;no mail;E-mail: “no mail” is not")
    again = imported(alice, "contact", text.replace("no mail;", "eva@example.com;"))
    assert again.done == 1
    assert Contact.objects.filter(last_name="=cmd").exists()


def test_an_e_mail_in_capitals_is_the_same_in_the_row_behind(alice: User) -> None:
    text = "Last name;E-mail;City\nAdler;eva@example.com;Ulm\nAdler;EVA@example.com;Bonn\n"
    job = imported(alice, "contact", text, key="email")
    assert [reason for _line, _state, reason in said(job)] == ["", "Updated"]
    assert [*Contact.objects.values_list("city", flat=True)] == ["Bonn"]


@pytest.mark.parametrize("written", ["EVA@example.com", "!eva@example.com", "HOME: eva@example.com"])
def test_an_e_mail_that_is_labelled_finds_whom_it_means(alice: User, written: str) -> None:
    imported(alice, "contact", PEOPLE)
    job = imported(alice, "contact", f"E-mail;City\n{written};Ulm\n", key="email")
    assert [reason for _line, _state, reason in said(job)] == ["Updated"]
