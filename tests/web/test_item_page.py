"""Does the page of an item show what is filled in, where it stands and what one can do, to whom it may?"""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from segue.core import comments, records
from segue.core.models import Item, TimelineEntry, User
from segue.crm.communications import Communication
from tests import builders
from tests.crm.conversion.steps import convert, made

TABS = {
    "leads": ["General", "Timeline", "Products", "Dependencies", "History"],
    "deals": ["General", "Timeline", "Products", "Estimates", "Invoices", "Dependencies", "History"],
    "contacts": ["General", "Timeline", "Deals", "Leads", "Estimates", "Invoices", "Dependencies", "History"],
    "companies": ["General", "Timeline", "Deals", "Leads", "Estimates", "Invoices", "Dependencies", "History"],
    "estimates": ["General", "Timeline", "Products", "Deals", "Invoices", "Dependencies", "History"],
    "invoices": ["General", "Timeline", "Products", "Dependencies", "History"],
}


def fields(answer: Any) -> dict[str, Any]:
    """Label -> value, or the values of its lines."""
    spots = [spot for section in answer.context["sections"] for spot in section["spots"]]
    shown = [field for spot in spots for field in spot["shown"] if not field.get("html")]
    return {str(f["label"]): f.get("value") or [line["value"] for line in f["lines"]] for f in shown}


def entries_of_menu(answer: Any) -> list[str]:
    return [entry["label"] for entry in answer.context["menu"]]


@pytest.mark.parametrize("slug", builders.BY_SLUG)
def test_every_type_has_its_page_and_its_tabs(client: Client, alice: User, slug: str) -> None:
    client.force_login(alice)
    answer = client.get(f"/{slug}/{builders.BY_SLUG[slug](alice).pk}/")
    assert answer.status_code == 200
    assert [str(tab["label"]) for tab in answer.context["tabs"]] == TABS[slug]


def test_a_colleague_reads_it(client: Client, alice: User, bob: User) -> None:
    client.force_login(bob)
    assert client.get(f"/deals/{builders.deal(alice).pk}/").status_code == 200


@pytest.mark.parametrize("rest", ["", "timeline/", "products/", "history/", "dependencies/", "invoices/", "delete/"])
def test_for_a_stranger_it_does_not_exist(client: Client, alice: User, charlie: User, rest: str) -> None:
    client.force_login(charlie)
    assert client.get(f"/deals/{builders.deal(alice).pk}/{rest}").status_code == 404


def test_an_item_of_another_type_or_in_the_bin_is_not_found(client: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    assert client.get(f"/leads/{deal.pk}/").status_code == 404
    records.delete(deal, actor=dana)
    assert client.get(f"/deals/{deal.pk}/").status_code == 404


def test_values_are_written_in_the_readers_language(client: Client, alice: User) -> None:
    deal = builders.deal(alice, rows=(builders.row("Work", "1234.5"),), probability=60)
    client.force_login(alice)
    assert fields(client.get(f"/deals/{deal.pk}/"))["Amount"] == "€1,469.06"
    User.objects.filter(pk=alice.pk).update(language="de")
    assert "1.469,06" in client.get(f"/deals/{deal.pk}/").content.decode()


def test_empty_fields_are_left_out(client: Client, alice: User) -> None:
    client.force_login(alice)
    shown = fields(client.get(f"/deals/{builders.deal(alice).pk}/"))
    assert "Probability" not in shown
    assert "Observers" not in shown


def test_ways_to_reach_somebody_are_links_unless_they_must_not_be_used(client: Client, alice: User) -> None:
    reach = (
        Communication("PHONE", "030 123456"),
        Communication("PHONE", "0171 5550000", "MOBILE", do_not_contact=True),
        Communication("EMAIL", "jana@brandt.example"),
        Communication("WEB", "javascript:alert(1)"),
    )
    client.force_login(alice)
    page = client.get(f"/leads/{builders.lead(alice, communications=reach).pk}/").content.decode()
    assert 'href="tel:+4930123456"' in page
    assert 'href="mailto:jana@brandt.example"' in page
    assert "tel:+49171" not in page
    assert "+49 171 5550000" in page
    assert 'href="javascript' not in page


def test_a_client_one_may_not_see_is_only_hidden(client: Client, alice: User, charlie: User) -> None:
    firm = builders.company(charlie, title="Secret Ltd")
    deal = builders.deal(alice, client=builders.client(firm, builders.contact(alice)))
    client.force_login(alice)
    answer = client.get(f"/deals/{deal.pk}/")
    assert fields(answer)["Client"] == ["Hidden item", "Jana Brandt"]
    assert "Secret Ltd" not in answer.content.decode()


def test_a_client_in_the_bin_is_named_without_a_link(client: Client, alice: User, dana: User) -> None:
    firm = builders.company(alice)
    deal = builders.deal(alice, client=builders.client(firm))
    records.delete(firm, actor=dana)
    client.force_login(alice)
    page = client.get(f"/deals/{deal.pk}/").content.decode()
    assert "in the recycle bin" in page
    assert f"/companies/{firm.pk}/" not in page


def test_where_it_came_from_is_a_link_when_it_may_be_opened(client: Client, alice: User, charlie: User) -> None:
    lead = builders.lead(alice)
    deal = made(convert(lead, "deal", alice), "deal")
    client.force_login(alice)
    assert f'href="/leads/{lead.pk}/"' in client.get(f"/deals/{deal.pk}/").content.decode()
    Item.objects.filter(pk=lead.pk).update(owner=charlie)
    hidden = client.get(f"/deals/{deal.pk}/?entries=own")
    assert fields(hidden)["Lead"] == ["Hidden item"]
    assert f'href="/leads/{lead.pk}/"' not in hidden.content.decode()


def test_text_of_people_is_never_markup(client: Client, alice: User) -> None:
    bad = "<script>alert('x')</script>\u202e🙂"
    deal = builders.deal(alice, title=bad, comment=f"{bad}\n\n**strong**", source_note=bad)
    comments.add(deal, bad, actor=alice)
    client.force_login(alice)
    page = client.get(f"/deals/{deal.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<strong>strong</strong>" in page


def test_the_button_makes_the_first_variant_and_the_menu_offers_them(client: Client, alice: User) -> None:
    client.force_login(alice)
    page = client.get(f"/deals/{builders.deal(alice).pk}/").content.decode()
    assert 'aria-label="Create invoice"' in page
    assert 'aria-label="Create based on"' in page


@pytest.mark.parametrize("slug", ["contacts", "companies", "invoices"])
def test_what_is_never_a_source_has_no_such_button(client: Client, alice: User, slug: str) -> None:
    client.force_login(alice)
    page = client.get(f"/{slug}/{builders.BY_SLUG[slug](alice).pk}/").content.decode()
    assert 'aria-label="Create based on"' not in page


def test_without_edit_one_reads_and_nothing_more(client: Client, alice: User, bob: User) -> None:
    builders.take_right_away("edit", "deal")
    client.force_login(bob)
    answer = client.get(f"/deals/{builders.deal(alice).pk}/")
    page = answer.content.decode()
    assert (answer.context["edit_href"], answer.context["fab"], answer.context["stage_bar"]["readonly"]) == (
        "",
        [],
        True,
    )
    assert "/edit/" not in page
    assert 'name="text"' not in page


def test_print_is_for_papers_and_delete_for_who_may(client: Client, alice: User, dana: User) -> None:
    estimate, deal = builders.estimate(alice), builders.deal(alice)
    client.force_login(alice)
    assert entries_of_menu(client.get(f"/estimates/{estimate.pk}/")) == ["Print", "Arrange the form"]
    assert entries_of_menu(client.get(f"/deals/{deal.pk}/")) == ["Arrange the form"]
    client.force_login(dana)
    assert entries_of_menu(client.get(f"/deals/{deal.pk}/")) == ["Arrange the form", "Delete"]


def test_the_client_can_be_called_and_written_to_from_the_item(web: Client, alice: User) -> None:
    firm = builders.company(alice, communications=(Communication("PHONE", "030 111"),))
    jana = builders.contact(
        alice, communications=(Communication("PHONE", "030 222"), Communication("EMAIL", "jana@brandt.example"))
    )
    deal = builders.deal(alice, client=builders.client(firm, jana))
    page = web.get(f"/deals/{deal.pk}/").content.decode()
    assert page.count('href="tel:+4930111"') == 1  # with the client
    assert page.count('href="tel:+4930222"') == 2  # at the head, too: a person before the firm
    assert page.count('href="mailto:jana@brandt.example"') == 2


def test_who_must_not_be_contacted_is_named_without_a_link(web: Client, alice: User) -> None:
    never = Communication("EMAIL", "jana@brandt.example", do_not_contact=True)
    jana = builders.contact(alice, communications=(never,))
    page = web.get(f"/deals/{builders.deal(alice, client=builders.client(None, jana)).pk}/").content.decode()
    assert "jana@brandt.example" in page
    assert "mailto:" not in page


def test_of_a_hidden_client_nobody_learns_how_to_reach_them(web: Client, alice: User, charlie: User) -> None:
    jana = builders.contact(charlie, communications=(Communication("EMAIL", "jana@brandt.example"),))
    deal = builders.deal(alice, client=builders.client(None, jana))
    Item.objects.filter(pk=jana.pk).update(open_to_all=False)
    page = web.get(f"/deals/{deal.pk}/").content.decode()
    assert "Hidden item" in page
    assert "jana@brandt.example" not in page


def test_what_should_have_been_paid_is_overdue(client: Client, alice: User) -> None:
    invoice = builders.invoice(alice)
    Item.objects.filter(pk=invoice.pk).update(due_on="2020-01-01")
    client.force_login(alice)
    assert "Overdue" in client.get(f"/invoices/{invoice.pk}/").content.decode()


def test_a_day_of_fifty_entries_takes_as_many_queries_as_one_of_two(client: Client, alice: User) -> None:
    firm = builders.company(alice)
    quiet, busy = (builders.deal(alice, client=builders.client(firm)) for _deal in range(2))
    records.change(quiet, {"title": "Shop"}, actor=alice)
    for number in range(49):
        records.change(busy, {"title": f"Shop {number}"}, actor=alice)
    builders.noted(client, alice)
    counts = []
    for deal in (quiet, busy):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/deals/{deal.pk}/").status_code == 200
        counts.append(len(queries))
    assert TimelineEntry.objects.filter(item=busy).count() == 50
    assert counts[0] == counts[1] <= 30  # one of them is the number on the bell, which every page has


def test_deleting_asks_first_and_then_goes_to_the_list(client: Client, alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    client.force_login(dana)
    assert "Delete “Website relaunch”?" in client.get(f"/deals/{deal.pk}/delete/").content.decode()
    assert Item.objects.alive().filter(pk=deal.pk).exists()
    answer = client.post(f"/deals/{deal.pk}/delete/")
    assert (answer.status_code, answer["Location"]) == (303, "/deals/")
    assert Item.objects.in_bin().filter(pk=deal.pk).exists()
    assert "“Website relaunch” is in the recycle bin." in client.get("/deals/").content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_deleting_needs_the_right(client: Client, alice: User, method: str) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    answer = getattr(client, method)(f"/deals/{deal.pk}/delete/")
    assert answer.status_code == 403
    assert "You may not delete this deal." in answer.content.decode()
    assert Item.objects.alive().filter(pk=deal.pk).exists()
