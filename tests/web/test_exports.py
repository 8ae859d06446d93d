"""Does an export hold what its maker may export, in a form that can be read again, and nobody else's eyes see it?"""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from segue.core import files, item_types, jobs
from segue.core.custom_fields import changes, definitions
from segue.core.models import AuditEntry, Job, User
from segue.crm import columns
from segue.crm.communications import Communication
from segue.crm.models import Contact
from segue.lib import sheets
from segue.web.lists import exporting
from segue.web.lists.asked import Asked
from tests import builders

every_type = pytest.mark.parametrize("slug", list(builders.BY_SLUG))


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


@pytest.fixture
def seller(web: Client, alice: User) -> User:
    for code in ("lead", "deal", "contact", "company", "estimate", "invoice"):
        builders.give_right("export", code, "department")
    return alice


def exported(client: Client, address: str, **asked: str) -> Job:
    answer = client.post(address, {"format": "csv", "columns": "all", "key": "k"} | asked)
    assert answer.status_code == 303, answer.content.decode()
    job = Job.objects.get(pk=answer["Location"].strip("/").split("/")[1])
    while job.is_at_work:
        jobs.run(job.pk)
        job.refresh_from_db()
    assert job.state == "done", job.problem
    return job


def table(client: Client, job: Job, *, separator: str = ",") -> list[dict[str, str]]:
    answer = client.get(f"/jobs/{job.pk}/file/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


@every_type
def test_every_type_is_exported_with_all_columns(web: Client, seller: User, slug: str) -> None:
    item = builders.BY_SLUG[slug](seller)
    row = table(web, exported(web, f"/{slug}/export/"))[0]
    assert (row["ID"], row["Responsible person (e-mail)"]) == (str(item.pk), "alice@segue.test")
    written = {heading for column in columns.leaving(item_types.of(item), {}).values() for heading in column.headings}
    assert {*row} == written


def test_the_list_that_is_shown_is_what_comes_in_its_order(web: Client, seller: User) -> None:
    for title, amount in (("B", 20), ("A", 10), ("C", 1)):
        builders.deal(seller, title=title, amount=Decimal(amount), amount_is_manual=True)
    job = exported(web, "/deals/export/?f=amount&o=at_least&v=5&sort=-amount", columns="visible")
    rows = table(web, job)
    assert [(row["Name"], row["Amount"]) for row in rows] == [("B", "20"), ("A", "10")]
    assert "UTM Source" not in rows[0]


def test_it_comes_in_the_order_of_a_column_that_only_deals_have(web: Client, seller: User) -> None:
    for rate in (20, None, 5):
        builders.deal(seller, title=str(rate), probability=rate)
    rows = table(web, exported(web, "/deals/export/?sort=-probability", columns="visible"))
    assert [row["Name"] for row in rows] == ["20", "5", "None"]


@every_type
def test_amounts_that_are_shown_come_with_their_currency(web: Client, seller: User, slug: str) -> None:
    item = builders.BY_SLUG[slug](seller)
    row = table(web, exported(web, f"/{slug}/export/", columns="visible"))[0]
    assert row.get("Currency") == (item.currency.code if "Amount" in row else None)


def test_in_german_a_spreadsheet_opens_the_file_as_it_is(web: Client, seller: User) -> None:
    User.objects.filter(pk=seller.pk).update(language="de")
    builders.deal(seller, title="A; B", amount=Decimal("1234.5"), amount_is_manual=True)
    job = exported(web, "/deals/export/")
    User.objects.filter(pk=seller.pk).update(language="en")
    row = table(web, job, separator=";")[0]
    assert (row["Name"], row["Betrag"]) == ("A; B", "1234,5")
    book = exported(web, "/deals/export/", format="xlsx", key="another")
    assert book.data["point"] == "."


def test_values_are_exact_and_codes_stand_beside_labels(web: Client, seller: User, dana: User) -> None:
    changes.save(changes.new("deal", "double", code="SIZE"), {"labels": {"en": "Size"}}, actor=dana)
    company = builders.company(seller)
    deal = builders.deal(
        seller, due_on=date(2026, 1, 31), client=builders.client(company), observers=(dana.pk,), SIZE=Decimal("1.5")
    )
    row = table(web, exported(web, "/deals/export/"))[0]
    assert (row["Expected close"], row["Stage"], row["Stage (code)"]) == ("2026-01-31", "New", "NEW")
    assert (row["Client"], row["Client (ID)"], row["Observers"]) == (
        "Brandt GmbH",
        f"CO_{company.pk}",
        "dana@segue.test",
    )
    assert (row["Size"], row["Amount"]) == ("1.5", format(deal.amount.normalize(), "f"))
    assert row["Created"].endswith("Z")


def test_formulas_are_text_in_both_formats(web: Client, seller: User) -> None:
    builders.deal(seller, title="=HYPERLINK(A1)", source_note="+cmd|x")
    row = table(web, exported(web, "/deals/export/"))[0]
    assert (row["Name"], row["Source information"]) == ("'=HYPERLINK(A1)", "'+cmd|x")
    assert sheets.plain(row["Name"]) == "=HYPERLINK(A1)"
    job = exported(web, "/deals/export/", format="xlsx", key="other")
    head, first, *_others = load_workbook(io.BytesIO(files.path_of(job.blob.sha256).read_bytes())).active.iter_rows()
    cells = {str(name.value): cell for name, cell in zip(head, first, strict=True)}
    assert (cells["Name"].value, cells["Name"].data_type) == ("'=HYPERLINK(A1)", "s")
    assert cells["Amount"].data_type == "n"


def test_days_are_days_to_a_spreadsheet(web: Client, seller: User, dana: User) -> None:
    changes.save(changes.new("deal", "date", code="FAIR"), {"labels": {"en": "Fair"}}, actor=dana)
    builders.deal(seller, due_on=date(2026, 12, 9), FAIR="2027-01-31")
    job = exported(web, "/deals/export/", format="xlsx")
    head, first, *_others = load_workbook(io.BytesIO(files.path_of(job.blob.sha256).read_bytes())).active.iter_rows()
    cells = {str(name.value): cell for name, cell in zip(head, first, strict=True)}
    assert cells["Expected close"].value.date() == date(2026, 12, 9)
    assert cells["Fair"].value.date() == date(2027, 1, 31)
    assert {cells[name].number_format for name in ("Expected close", "Fair")} == {"yyyy-mm-dd"}
    row = table(web, exported(web, "/deals/export/", key="other"))[0]
    assert (row["Expected close"], row["Fair"]) == ("2026-12-09", "2027-01-31")


def test_only_what_one_may_export_is_in_it(web: Client, seller: User, bob: User, charlie: User) -> None:
    builders.give_right("read", "deal", "all")
    for owner in (seller, bob, charlie):
        builders.deal(owner, title=owner.name)
    found = table(web, exported(web, "/deals/export/", columns="visible"))
    assert {row["Name"] for row in found} == {"Alice", "Bob"}


def test_names_of_others_that_one_may_not_see_stay_blank(web: Client, seller: User, charlie: User) -> None:
    builders.deal(seller, client=builders.client(builders.company(charlie, title="Secret")))
    row = table(web, exported(web, "/deals/export/"))[0]
    assert (row["Client"], row["Client (ID)"]) == ("", "")


def test_a_restricted_field_is_not_in_it(web: Client, seller: User, dana: User) -> None:
    field = changes.save(changes.new("deal", "string", code="SECRET"), {"labels": {"en": "Secret"}}, actor=dana)
    changes.restrict(field, [dana], [], actor=dana)
    builders.deal(seller)
    assert "Secret" not in table(web, exported(web, "/deals/export/"))[0]
    assert "SECRET" in definitions.of_type("deal")


def test_who_is_to_be_left_out_of_exports_is(web: Client, seller: User) -> None:
    builders.contact(seller, first_name="In"), builders.contact(seller, first_name="Out")
    Contact.objects.filter(first_name="Out").update(in_export=False)
    assert [row["First name"] for row in table(web, exported(web, "/contacts/export/"))] == ["In"]


def test_each_product_has_a_line_of_which_the_first_alone_tells_the_rest(web: Client, seller: User) -> None:
    deal = builders.deal(seller, title="Big")
    told = [
        (
            row["ID"],
            row["Name"],
            row["Product"],
            row["Quantity"],
            row["Unit price"],
            row["Price is"],
            row["Discount in %"],
        )
        for row in table(web, exported(web, "/deals/export/"))
    ]
    assert told == [
        (str(deal.pk), "Big", "Consulting", "3", "99.99", "net", "10"),
        (str(deal.pk), "", "Hosting", "1", "19.99", "gross", "0"),
    ]


def test_several_phones_stand_in_one_cell_with_their_labels(web: Client, seller: User) -> None:
    reach = (Communication("PHONE", "030 1"), Communication("PHONE", "040 2", "MOBILE", do_not_contact=True))
    builders.contact(seller, communications=reach)
    assert table(web, exported(web, "/contacts/export/"))[0]["Phone"] == "030 1; !MOBILE: 040 2"


def test_it_takes_the_right_to_export(web: Client, alice: User) -> None:
    builders.deal(alice)
    assert web.get("/deals/export/").status_code == web.post("/deals/export/").status_code == 403
    assert "/deals/export/" not in web.get("/deals/").content.decode()


def test_an_export_is_asked_for_and_noted(web: Client, seller: User) -> None:
    builders.deal(seller)
    assert "1 deal" in web.get("/deals/export/").content.decode()
    exported(web, "/deals/export/?owner=me")
    entry = AuditEntry.objects.get(event="list_exported")
    assert (entry.actor, entry.data["count"], entry.data["query"]) == (seller, 1, "owner=me")


def test_ticked_rows_alone_become_a_file(web: Client, seller: User) -> None:
    some = [builders.deal(seller, title=title) for title in ("One", "Two", "Three", "Other")]
    assert web.get("/deals/").context["many"]["export"] == "/deals/export/"
    ticked = f"/deals/export/?query=sort%3Dtitle&id={some[0].pk}&id={some[2].pk}"
    assert "2 deals" in web.get(ticked).content.decode()
    assert [row["Name"] for row in table(web, exported(web, ticked, columns="visible"))] == ["One", "Three"]
    every = f"/deals/export/?query=q%3DT&id={some[0].pk}&all=1"
    assert "2 deals" in web.get(every).content.decode()
    assert web.get("/deals/export/?query=q%3DT").headers["Location"] == "/deals/?q=T"  # nothing was ticked


def test_what_was_ticked_is_exported_only_with_the_right(
    web: Client, seller: User, charlie: User, client: Client
) -> None:
    hidden, _own = builders.deal(charlie), builders.deal(seller)
    assert "0 deals" in web.get(f"/deals/export/?query=&id={hidden.pk}").content.decode()
    builders.take_right_away("export", "deal")
    assert web.get("/deals/").context["many"]["export"] == ""
    assert web.get(f"/deals/export/?query=&id={hidden.pk}").status_code == 403


def test_nobody_else_gets_the_file_not_even_an_administrator(web: Client, seller: User, bob: User, dana: User) -> None:
    job = exported(web, "/deals/export/")
    for other in (bob, dana):
        web.force_login(other)
        assert web.get(f"/jobs/{job.pk}/file/").status_code == 404


def test_a_worker_that_was_killed_leaves_no_row_twice(
    web: Client, seller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    for _ in range(5):
        builders.deal(seller, rows=())
    note, calls = jobs.note, []

    def dies(*given: Any, **named: Any) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        note(*given, **named)

    monkeypatch.setattr(jobs, "note", dies)
    job = Job.objects.get(
        pk=web.post("/deals/export/", {"format": "csv", "columns": "all"})["Location"].strip("/").split("/")[1]
    )
    with pytest.raises(KeyboardInterrupt):
        jobs.run(job.pk)
    Job.objects.filter(pk=job.pk).update(holder="", next_at=timezone.now())
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    assert len({row["ID"] for row in table(web, job)}) == len(table(web, job)) == 5


def test_a_field_that_goes_meanwhile_leaves_every_value_under_its_heading(
    web: Client, seller: User, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    field = changes.save(changes.new("deal", "string", code="SIZE"), {"labels": {"en": "Size"}}, actor=dana)
    for number in range(5):
        builders.deal(seller, title=f"Deal {number}", rows=(), SIZE="large")
    to = Asked(item_types.get("deal"), QueryDict(""), seller)
    job = exporting.start(to, form="csv", columns="all", key="k")
    Job.objects.filter(pk=job.pk).update(holder="me", state="running")
    job = Job.objects.get(pk=job.pk)
    exporting.step(job), exporting.step(job)
    changes.restrict(field, [dana], [], actor=dana)
    job.refresh_from_db()
    while exporting.step(job):
        pass
    job.refresh_from_db()
    rows = table(web, job)
    assert all(None not in row for row in rows)  # a value without a heading
    assert (len(rows), job.done, "Size" in rows[0]) == (job.total, job.total, False)


def test_what_came_to_no_end_is_cleared_away(web: Client, seller: User, tmp_path: Path) -> None:
    job = exported(web, "/deals/export/")
    left = tmp_path / "exports" / f"{job.pk}.rows"
    left.write_text("[]")
    jobs.run(jobs.start("forget_exports", {}, actor=None).pk)
    assert not left.exists()


def test_a_file_that_is_gone_is_not_found(web: Client, seller: User) -> None:
    job = exported(web, "/deals/export/")
    Job.objects.filter(pk=job.pk).update(ended_at=timezone.now() - timedelta(days=31))
    jobs.run(jobs.start("forget_files", {}, actor=None).pk)
    assert web.get(f"/jobs/{job.pk}/file/").status_code == 404
