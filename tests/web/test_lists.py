"""What does each list show, to whom, in which order, and how many queries does it take?"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from segue.core import records
from segue.core.models import Pipeline, Stage, User
from segue.crm.communications import Communication
from segue.crm.models import Company
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


@pytest.mark.parametrize("active", [True, False])
def test_whose_items_are_shown_is_chosen_in_the_select(web: Client, alice: User, bob: User, active: bool) -> None:
    bob.name = 'Bob "Bo" <Baker>'
    bob.is_active = active  # whoever left is offered no more, but still named where they are asked for
    bob.save()
    page = web.get(f"/deals/?owner={bob.pk}").content.decode()
    select = re.search(r'<select name="owner".*?</select>', page)
    assert select
    assert re.findall(r"<option [^>]* selected>(.*?)</option>", select[0]) == ["Bob &quot;Bo&quot; &lt;Baker&gt;"]
    assert select[0].count(f'value="{bob.pk}"') == 1
    assert "Responsible person: Bob &quot;Bo&quot; &lt;Baker&gt;" in page


def test_the_address_holds_the_whole_state(web: Client, alice: User, small_pages: None) -> None:
    for number in range(5):
        builders.deal(alice, title=f"Shop {number}")
    context = web.get("/deals/?q=shop&owner=me&stage=open&sort=title").context
    assert context["next_href"].startswith("/deals/?q=shop&stage=open&owner=me&sort=title&after=")
    assert {heading["href"] for heading in context["columns"] if heading["sorted"]} == {
        "/deals/?q=shop&stage=open&owner=me&sort=-title"
    }
    assert context["head"]["reset_href"] == "/deals/"
    assert [select["said"] for select in context["head"]["selects"]] == ["In progress", "Mine"]


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
