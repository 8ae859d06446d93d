"""What does each list show, to whom, in which order, and how many queries does it take?"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from segue.core import records
from segue.core.models import Item, Pipeline, Stage, User
from segue.crm.communications import Communication
from segue.crm.models import Company
from segue.web.components import counts
from segue.web.lists import paging
from tests import builders

CODES = {
    "leads": "lead",
    "deals": "deal",
    "contacts": "contact",
    "companies": "company",
    "estimates": "estimate",
    "invoices": "invoice",
}
with_stages = pytest.mark.parametrize("slug", ["leads", "deals", "estimates", "invoices"])
every_type = pytest.mark.parametrize("slug", list(builders.BY_SLUG))


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.context["rows"]
    return found


def names(client: Client, address: str) -> list[str]:
    return [row["label"] for row in rows(client, address)]


def cell(client: Client, address: str, column: str) -> dict[str, Any]:
    context = client.get(address).context
    at = [str(each["label"]) for each in context["columns"]].index(column)
    found: dict[str, Any] = context["rows"][0]["cells"][at]
    return found


@every_type
def test_every_order_can_be_chosen_without_headings(web: Client, slug: str) -> None:
    context = web.get(f"/{slug}/?sort=title").context
    options = context["head"]["sorts"]["options"]
    assert [option["value"] for option in options if option["selected"]] == ["title"]
    assert len(options) == 2 * len([column for column in context["columns"] if column["href"]])
    assert "" in [option["value"] for option in options]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "SIZE", 3)


# Who sees what ------------------------------------------------------------------------------------------------


@every_type
def test_it_shows_what_is_there(web: Client, alice: User, slug: str) -> None:
    item = builders.BY_SLUG[slug](alice)
    page = web.get(f"/{slug}/").content.decode()
    assert f'href="/{slug}/{item.pk}/"' in page
    assert item.title in page


@every_type
def test_a_colleague_sees_it_and_a_stranger_does_not(
    client: Client, alice: User, bob: User, charlie: User, slug: str
) -> None:
    item = builders.BY_SLUG[slug](alice)
    client.force_login(bob)
    assert names(client, f"/{slug}/") == [item.title]
    client.force_login(charlie)
    assert names(client, f"/{slug}/") == []
    assert client.get(f"/{slug}/").context["count"].startswith("0 ")


@every_type
def test_without_the_right_to_read_it_is_forbidden_and_says_so(web: Client, slug: str) -> None:
    builders.take_right_away("read", CODES[slug])
    answer = web.get(f"/{slug}/")
    assert answer.status_code == 403
    assert f"You may not see {slug}." in answer.content.decode()


NONSENSE = (
    "stage=999&owner=x",
    "stage=²",
    "owner=²",
    "owner=" + "9" * 30,
    "sort=-password",
    "sort=--title",
    "after=~",
    "after=x~²",
    "after=2026-13-45~1",
    "after=0001-01-01T00:00:00%2B23:59~1",
    "after=9999-12-31T23:59:59-23:59~1",
    "before=2026-01-01~1",
    "after=NaN~1&sort=amount",
    "after=%00~1&sort=title",
    "after=1~" + "9" * 30,
)


@every_type
def test_nonsense_in_the_address_is_no_fault_of_ours(web: Client, alice: User, slug: str) -> None:
    item = builders.BY_SLUG[slug](alice)
    for nonsense in NONSENSE:
        assert names(web, f"/{slug}/?{nonsense}") in ([item.title], []), nonsense


@pytest.mark.parametrize("q", ["\0", "%", "_", "<b>", "🙂", "\u202e", "'; drop", "%00", "a" * 5000, "9" * 40, "²", " "])
def test_any_search_is_answered(web: Client, alice: User, q: str) -> None:
    builders.deal(alice)
    assert web.get("/deals/", {"q": q}).status_code == 200


def test_sellers_are_no_customers(web: Client, alice: User) -> None:
    ours, theirs = builders.company(alice, title="We"), builders.company(alice, title="They")
    Company.objects.filter(pk=ours.pk).update(is_my_company=True)
    assert names(web, "/companies/") == [theirs.title]


def test_deleted_items_are_gone(web: Client, alice: User, dana: User) -> None:
    records.delete(builders.deal(alice), actor=dana)
    page = web.get("/deals/")
    assert "No deals yet" in page.content.decode()
    assert page.context["count"] == "0 deals"


# What a row says ----------------------------------------------------------------------------------------------


def test_a_client_one_may_not_see_is_masked(web: Client, alice: User, charlie: User) -> None:
    hidden = builders.company(charlie, title="Secret Ltd")
    builders.deal(alice, client=builders.client(hidden))
    page = web.get("/deals/").content.decode()
    assert "Hidden item" in page
    assert "Secret" not in page


def test_a_client_is_the_company_and_its_primary_contact(web: Client, alice: User) -> None:
    company, first, second = builders.company(alice), builders.contact(alice), builders.contact(alice, first_name="Tom")
    builders.deal(alice, client=builders.client(company, first, second))
    shown = cell(web, "/deals/", "Client")
    assert (shown["text"], shown["note"], shown["href"]) == ("Brandt GmbH", "Jana Brandt", f"/companies/{company.pk}/")


def test_a_lead_shows_the_names_typed_into_it(web: Client, alice: User) -> None:
    builders.lead(alice)
    assert (cell(web, "/leads/", "Client")["text"], cell(web, "/leads/", "Client")["note"]) == (
        "Brandt GmbH",
        "Jana Brandt",
    )


def test_a_title_that_is_empty_is_type_and_id(web: Client, alice: User) -> None:
    deal = builders.deal(alice, title="")
    assert names(web, "/deals/") == [f"Deal #{deal.pk}"]


def test_text_of_people_is_text(web: Client, alice: User) -> None:
    builders.deal(alice, title="<script>alert(1)</script>")
    assert "<script>alert(1)" not in web.get("/deals/").content.decode()


@pytest.mark.parametrize(
    ("slug", "column", "field"), [("invoices", "Pay before", "due_on"), ("estimates", "Valid until", "valid_until")]
)
def test_what_is_late_and_open_is_marked(web: Client, alice: User, slug: str, column: str, field: str) -> None:
    past = date(2026, 1, 31)
    item = builders.BY_SLUG[slug](alice, start_on=past, **{field: past})
    assert cell(web, f"/{slug}/", column)["note"] == "Overdue"
    done = Stage.objects.get(pipeline=item.pipeline, semantics="success")
    records.change(item, {"stage": done}, actor=alice)
    assert not cell(web, f"/{slug}/", column).get("note")


def test_people_can_be_reached_from_the_list_unless_they_must_not(web: Client, alice: User) -> None:
    reach = (Communication("PHONE", "030 123456"), Communication("EMAIL", "jana@brandt.example", do_not_contact=True))
    builders.contact(alice, communications=reach)
    phone, email = cell(web, "/contacts/", "Phone"), cell(web, "/contacts/", "E-mail")
    assert (phone["text"], phone["href"]) == ("+49 30 123456", "tel:+4930123456")
    assert (email["text"], email["href"]) == ("jana@brandt.example", "")


def test_amounts_and_days_follow_the_readers_language(web: Client, alice: User) -> None:
    builders.deal(alice, amount_is_manual=True, amount=Decimal("1234.5"), due_on=date(2026, 12, 31))
    assert cell(web, "/deals/", "Amount")["text"] == "€1,234.50"
    User.objects.filter(pk=alice.pk).update(language="de")
    page = web.get("/deals/").content.decode()
    assert "1.234,50\u00a0€" in page
    assert "31.12.2026" in page


# What may be done with a row ----------------------------------------------------------------------------------


def menu(row: dict[str, Any]) -> list[str]:
    return [str(entry["label"]) for entry in row["menu"]]


def test_a_row_offers_what_its_reader_may_do(web: Client, alice: User, bob: User) -> None:
    builders.give_right("edit", "deal", "own")
    builders.give_right("delete", "deal", "own")
    builders.deal(bob, title="Bob's")
    builders.deal(alice, title="Alice's")
    mine, his = rows(web, "/deals/")
    assert (menu(mine), menu(his)) == (["View", "Edit", "Copy", "Plan", "Move to", "Delete"], ["View", "Copy"])
    assert [str(variant["label"]) for variant in mine["variants"]] == ["Estimate", "Invoice"]
    assert "variants" not in his


def test_rows_convert_with_keys_of_their_own(web: Client, alice: User) -> None:
    builders.deal(alice), builders.deal(alice)
    keys = re.findall(r'name="key" value="(\w{32})"', web.get("/deals/").content.decode())
    assert len(set(keys)) == len(keys) == 2


def test_a_menu_belongs_to_its_row_whatever_the_row_is_called(web: Client, alice: User) -> None:
    one = builders.deal(alice, title="\ue000home\ue001 <b>")
    other = builders.deal(alice, title="Other")
    page = web.get("/deals/").content.decode()
    for deal, name in ((one, "\ue000home\ue001 &lt;b&gt;"), (other, "Other")):
        menu = page.partition(f'id="row-menu-{deal.pk}"')[2].partition("</form>")[0]
        assert f'aria-label="Actions for {name}"' in menu
        assert set(re.findall(r"/deals/(\d+)/", menu)) == {str(deal.pk)}


def test_what_one_may_not_add_cannot_be_made(web: Client, alice: User) -> None:
    builders.take_right_away("add", "invoice")
    builders.deal(alice)
    assert [str(variant["label"]) for variant in rows(web, "/deals/")[0]["variants"]] == ["Estimate"]


def test_new_is_offered_to_who_may_add(web: Client, alice: User) -> None:
    assert web.get("/deals/").content.decode().count('href="/deals/new/"') == 4  # head, empty list, "+", menu
    builders.take_right_away("add", "deal")
    assert 'href="/deals/new/"' not in web.get("/deals/").content.decode()


# Search and filters -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("q", ["relaunch", "RELAUNCH web", "müller", "Mueller relaunch", "elau"])
def test_every_word_must_occur_and_accents_do_not_matter(web: Client, alice: User, q: str) -> None:
    builders.deal(alice, title="Website relaunch Müller")
    builders.deal(alice, title="Hosting")
    assert names(web, f"/deals/?q={q}") == ["Website relaunch Müller"]
    assert names(web, f"/deals/?q={q} missing") == []


@pytest.mark.parametrize("q", ["030 123456", "030-123456", "+49 30 123456", "0049 30 1234", "123456"])
def test_digits_find_phones(web: Client, alice: User, q: str) -> None:
    builders.contact(alice, communications=(Communication("PHONE", "030 123456"),))
    builders.contact(alice, first_name="Tom", communications=(Communication("PHONE", "040 777"),))
    assert [row["label"] for row in web.get("/contacts/", {"q": q}).context["rows"]] == ["Jana Brandt"]


def test_a_number_finds_the_id_and_the_number(web: Client, alice: User) -> None:
    deal, invoice = builders.deal(alice), builders.invoice(alice, number="RE-2026-0815")
    builders.deal(alice, title="Another")
    assert names(web, f"/deals/?q=%23{deal.pk}") == names(web, f"/deals/?q={deal.pk}") == [deal.title]
    assert names(web, "/invoices/?q=re-2026-0815") == names(web, "/invoices/?q=0815") == [invoice.title]


def test_nothing_found_offers_to_show_all(web: Client, alice: User) -> None:
    builders.deal(alice)
    page = web.get("/deals/?q=nothing").content.decode()
    assert "Nothing found" in page
    assert "No deals yet" not in page


@with_stages
def test_one_stage_can_be_looked_at(web: Client, alice: User, slug: str) -> None:
    item = builders.BY_SLUG[slug](alice, title="First")
    won = Stage.objects.get(pipeline=item.pipeline, semantics="success")
    builders.BY_SLUG[slug](alice, title="Done", stage=won)
    assert names(web, f"/{slug}/?stage={won.pk}") == names(web, f"/{slug}/?stage=closed") == ["Done"]
    assert names(web, f"/{slug}/?stage={item.stage_id}") == names(web, f"/{slug}/?stage=open") == ["First"]


def test_a_stage_of_another_type_is_no_choice(web: Client, alice: User) -> None:
    builders.deal(alice)
    other = Stage.objects.filter(pipeline__item_type="lead").first()
    assert other is not None
    answer = web.get(f"/deals/?stage={other.pk}")
    assert len(answer.context["rows"]) == 1
    assert not answer.context["chosen"]


def test_stages_of_several_pipelines_are_told_apart(web: Client, alice: User) -> None:
    pipeline = Pipeline.objects.create(item_type="deal", code="service", labels={"en": "Service"}, sort=600)
    Stage.objects.create(pipeline=pipeline, code="NEW", labels={"en": "New"}, semantics="process")
    options = web.get("/deals/").context["head"]["selects"][0]["options"]
    assert {"General · New", "Service · New"} < {option["label"] for option in options}


def test_ones_own_and_somebody_elses(web: Client, alice: User, bob: User) -> None:
    builders.deal(alice, title="Mine"), builders.deal(bob, title="His")
    assert names(web, "/deals/?owner=me") == ["Mine"]
    assert names(web, f"/deals/?owner={bob.pk}") == ["His"]
    assert names(web, "/deals/?owner=4711") == []


def test_the_address_holds_the_whole_state(web: Client, alice: User, small_pages: None) -> None:
    for number in range(5):
        builders.deal(alice, title=f"Shop {number}")
    context = web.get("/deals/?q=shop&owner=me&stage=open&sort=title").context
    assert context["next_href"].startswith("/deals/?q=shop&stage=open&owner=me&sort=title&after=")
    assert {heading["href"] for heading in context["columns"] if heading["sorted"]} == {
        "/deals/?q=shop&stage=open&owner=me&sort=-title"
    }
    assert context["head"]["reset_href"] == "/deals/"
    assert [
        option["value"] for select in context["head"]["selects"] for option in select["options"] if option["selected"]
    ] == [
        "open",
        "me",
    ]


# Order and pages ----------------------------------------------------------------------------------------------


def walk(client: Client, address: str) -> Iterator[list[str]]:
    """Turn all pages forwards, then back to the first; each page is given once per visit."""
    answer = client.get(address)
    yield [row["label"] for row in answer.context["rows"]]
    for way in ("next_href", "previous_href"):
        while answer.context[way]:
            answer = client.get(answer.context[way])
            yield [row["label"] for row in answer.context["rows"]]


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("narrowed", ["owner=me", "stage=open&sort=title", "f=amount&o=at_least&v=0&sort=amount"])
def test_what_a_filter_leaves_is_turned_page_by_page_too(web: Client, alice: User, bob: User, narrowed: str) -> None:
    for number in range(7):
        builders.deal(alice, title=f"Mine {number}")
    pages = list(walk(web, f"/deals/?{narrowed}"))
    forwards, back = pages[:3], pages[2:]
    assert sorted(label for page in forwards for label in page) == [f"Mine {number}" for number in range(7)]
    assert back[::-1] == forwards


def check_pages(client: Client, address: str, wanted: list[str]) -> None:
    """All pages forwards give every item once, in order; back again they are the same pages."""
    pages = list(walk(client, address))
    forwards, back = pages[: (len(pages) + 1) // 2], pages[(len(pages) + 1) // 2 :]
    assert [name for page in forwards for name in page] == wanted
    assert back == forwards[-2::-1]


def test_latest_activity_comes_first_and_pages_turn_both_ways(web: Client, alice: User, small_pages: None) -> None:
    made = [builders.deal(alice, title=f"Deal {number}") for number in range(8)]
    check_pages(web, "/deals/", [deal.title for deal in reversed(made)])


def test_a_page_says_which_rows_it_shows(web: Client, alice: User, small_pages: None) -> None:
    for number in range(8):
        builders.deal(alice, title=f"Deal {number}")
    said: list[str] = []
    address = "/deals/"
    for way in ("next_href", "next_href", "previous_href", "previous_href", ""):
        page = web.get(address).context
        said, address = [*said, page["position"]], page[way] if way else ""
    rows = [f"8 deals, rows {rows}" for rows in ("1–3", "4–6", "7–8", "4–6", "1–3")]
    assert said == rows
    assert web.get("/deals/?q=Deal+7").context["position"] == "1 deal"


def test_a_page_that_cannot_know_where_it_stands_says_nothing_of_it(
    web: Client, alice: User, small_pages: None
) -> None:
    for number in range(8):
        builders.deal(alice, title=f"Deal {number}")
    second = web.get("/deals/").context["next_href"]
    for row in ("", "x", "-1", "9" * 30, "²"):
        assert web.get(second.replace("row=4", f"row={row}")).context["position"] == "8 deals", row


@pytest.mark.parametrize("sort", ["title", "stage", "amount", "owner", "due_on", "last_activity_at", "created_at"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_equal_ones_stand_in_the_order_of_their_ids(
    web: Client, alice: User, small_pages: None, sort: str, sign: str
) -> None:
    made = [builders.deal(alice, title="Same") for _ in range(8)]
    moment = made[0].created_at
    Item.objects.update(last_activity_at=moment, created_at=moment)
    for deal in made:
        Item.objects.filter(pk=deal.pk).update(title=str(deal.pk))
    wanted = [str(deal.pk) for deal in made]
    check_pages(web, f"/deals/?sort={sign}{sort}", wanted[::-1] if sign else wanted)


@pytest.mark.parametrize("sign", ["", "-"])
def test_missing_days_come_last_in_both_directions(web: Client, alice: User, small_pages: None, sign: str) -> None:
    days = [date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]
    dated = [builders.deal(alice, title=f"{day} {at}", start_on=None, due_on=day) for at, day in enumerate(days)]
    without = [builders.deal(alice, title=f"none {at}", start_on=None, due_on=None) for at in range(5)]
    wanted = [[deal.title for deal in deals] for deals in (dated, without)]
    check_pages(web, f"/deals/?sort={sign}due_on", [*wanted[0][:: -1 if sign else 1], *wanted[1][:: -1 if sign else 1]])


def test_titles_sort_as_people_read(web: Client, alice: User, small_pages: None) -> None:
    titles = ["apple", "Ärger", "Banana", "cherry", "Zebra"]
    for title in reversed(titles):
        builders.deal(alice, title=title)
    check_pages(web, "/deals/?sort=title", titles)
    check_pages(web, "/deals/?sort=-title", titles[::-1])


@pytest.mark.parametrize(("sort", "sign"), [("amount", "-"), ("amount", "")])
def test_amounts_sort_by_their_worth(web: Client, alice: User, small_pages: None, sort: str, sign: str) -> None:
    worth = [Decimal("-1.5"), Decimal(0), Decimal(2), Decimal("10.25"), Decimal(100)]
    for amount in worth:
        builders.deal(alice, title=str(amount), amount_is_manual=True, amount=amount)
    check_pages(web, f"/deals/?sort={sign}{sort}", [str(amount) for amount in (worth[::-1] if sign else worth)])


def test_a_heading_clicked_twice_turns_the_order_round(web: Client, alice: User) -> None:
    builders.deal(alice)
    heading = {str(each["label"]): each["href"] for each in web.get("/deals/").context["columns"]}
    assert (heading["Name"], heading["Amount"]) == ("/deals/?sort=title", "/deals/?sort=-amount")
    assert heading["Last activity"] == "/deals/?sort=last_activity_at"
    again = {str(each["label"]): each["href"] for each in web.get(heading["Name"]).context["columns"]}
    assert again["Name"] == "/deals/?sort=-title"


def test_items_that_come_in_between_move_nothing_to_the_next_page(web: Client, alice: User, small_pages: None) -> None:
    made = [builders.deal(alice, title=f"Deal {number}") for number in range(6)]
    onwards = web.get("/deals/").context["next_href"]
    builders.deal(alice, title="Just now")
    assert names(web, onwards) == [deal.title for deal in reversed(made[:3])]


def test_a_page_that_lost_its_items_is_the_first_page(web: Client, alice: User, dana: User, small_pages: None) -> None:
    made = [builders.deal(alice, title=f"Deal {number}") for number in range(4)]
    onwards = web.get("/deals/").context["next_href"]
    records.delete(made[0], actor=dana)
    assert names(web, onwards) == ["Deal 3", "Deal 2", "Deal 1"]


def test_counts_are_exact_up_to_a_limit(web: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "EXACT_TO", 2)
    builders.deal(alice)
    assert web.get("/deals/").context["count"] == "1 deal"
    builders.deal(alice)
    assert web.get("/deals/").context["count"] == "2 deals"
    builders.deal(alice)
    assert web.get("/deals/").context["count"] == "2+ deals"


# Speed --------------------------------------------------------------------------------------------------------


def fill(slug: str, owner: User, count: int) -> None:
    company = builders.company(owner)
    contact = builders.contact(owner, companies=(company.pk,))
    reach = (Communication("PHONE", "030 123456"), Communication("EMAIL", "jana@brandt.example"))
    more: dict[str, Any] = (
        {"communications": reach}
        if slug in {"contacts", "companies", "leads"}
        else {"client": builders.client(company, contact)}
    )
    for _ in range(count):
        builders.BY_SLUG[slug](owner, **more)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as done:
        assert client.get(address).status_code == 200
    return len(done)


@every_type
def test_fifty_rows_take_as_many_queries_as_ten(alice: User, slug: str) -> None:
    web = builders.noted(Client(), alice)
    fill(slug, alice, 10)
    web.get(f"/{slug}/")
    ten = queries(web, f"/{slug}/")
    fill(slug, alice, 40)
    assert queries(web, f"/{slug}/") == ten
    assert ten <= 24


def test_a_date_says_which_one_it_is_where_there_is_no_head(web: Client, alice: User) -> None:
    builders.estimate(alice)
    assert cell(web, "/estimates/", "Valid until")["label"] == "Valid until"
