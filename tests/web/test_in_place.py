"""Is every value of an item edited where it is read, by the same rules as in the whole form?"""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from segue.core import item_types, records
from segue.core.models import Currency, Item, User
from segue.crm.models import Contact, Deal
from segue.web import http
from segue.web.components.spots import Spots
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.web.form_data import errors, typed, typed_in_place
from tests.web.in_place_data import HTMX, TYPED, make, opened, place, save, sent
from tests.web.test_files import upload


@pytest.fixture
def deal(alice: User) -> Item:
    return make("deals", alice)


def spots(web: Client, item: Item) -> dict[str, dict[str, Any]]:
    """The values of the page by name, filled in or not, with the heading."""
    context = web.get(http.address(item)).context
    found = [spot for section in context["sections"] for spot in (*section["spots"], *section["empty"])]
    title = {"title": {"edit": context["title_edit"]}} if context["title_edit"] else {}
    return {spot["name"]: spot for spot in found if spot["name"]} | title


def value(web: Client, item: Item, spot: str) -> str:
    """What stands in the place of a value, as HTML."""
    page: str = web.get(http.address(item)).content.decode()
    return page.partition(f'id="at-{spot}"')[2].partition('id="at-')[0]


# Every type, every field -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", builders.BY_SLUG)
def test_whatever_the_form_has_can_be_edited_in_place(web: Client, alice: User, slug: str) -> None:
    item = make(slug, alice)
    form = web.get(f"/{slug}/{item.pk}/edit/").context["form"]
    places = Spots(item, alice, may_edit=True)
    assert {name for spot in spots(web, item) for name in places.names(spot)} == form.names - {"rows"}


@pytest.mark.parametrize("slug", builders.BY_SLUG)
def test_each_pencil_leads_to_its_inputs_in_the_whole_form(web: Client, alice: User, slug: str) -> None:
    item = make(slug, alice)
    form = web.get(f"/{slug}/{item.pk}/edit/").content.decode()
    for spot in [*spots(web, item), *(f"section-{each.code}" for each in item_types.of(item).sections)]:
        answer = web.get(place(item, spot))
        address, _hash, anchor = answer["Location"].partition("#")
        assert (answer.status_code, address, f'id="{anchor}"' in form) == (303, f"/{slug}/{item.pk}/edit/", True)


CASES = [(slug, spot) for slug in builders.BY_SLUG for spot in TYPED]


@pytest.mark.parametrize(("slug", "spot"), CASES)
def test_a_value_is_saved_by_itself_and_read_at_once(web: Client, alice: User, slug: str, spot: str) -> None:
    item = make(slug, alice)
    if spot not in spots(web, item):
        assert opened(web, item, spot).status_code == 404
        return
    answer = save(web, item, spot, **TYPED[spot].sent(alice))
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reselect"]) == (200, "#item-page", "#item-page")
    assert TYPED[spot].read in value(web, item, spot)
    item.refresh_from_db()
    assert item.version == 2


# Whole sections ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", builders.BY_SLUG)
def test_a_section_is_edited_whole(web: Client, alice: User, slug: str) -> None:
    item = make(slug, alice)
    assert save(web, item, "section-additional", utm_source="Lime", comment="Quarry").status_code == 200
    assert ("Lime" in value(web, item, "utm_source"), "Quarry" in value(web, item, "comment")) == (True, True)
    item.refresh_from_db()
    assert item.version == 2


def test_opening_a_section_and_saving_it_changes_nothing(web: Client, alice: User) -> None:
    for slug in builders.BY_SLUG:
        item = make(slug, alice)
        for section in item_types.of(item).sections:
            assert save(web, item, f"section-{section.code}").status_code == 200
        item.refresh_from_db()
        assert (slug, item.version) == (slug, 1)


# What is refused ---------------------------------------------------------------------------------------------------

BAD = (
    ("deals", "probability", {"probability": "101"}, "Ensure this value is less than or equal to 100."),
    ("deals", "probability", {"probability": "many"}, "Enter a whole number."),
    ("deals", "amount", {"amount": "12,34,5x"}, "Enter a number, such as 1,234.5."),
    ("deals", "amount", {"currency": "ZZZ"}, "Choose one of the offered values."),
    ("deals", "due_on", {"due_on": "2026-02-30"}, "Enter a day of the calendar."),
    ("deals", "source", {"source": "9" * 40}, "Choose one of the offered values."),
    ("deals", "title", {"title": "x" * 256}, "Ensure this value has at most 255 characters (it has 256)."),
    ("deals", "title", {"title": "a\x00b"}, "Null characters are not allowed."),
    ("deals", "client", {"company": "999999"}, "This company does not exist, or you may not see it."),
    ("deals", "observers", {"observers": "999999"}, "Choose one of the offered people."),
    ("companies", "title", {"title": " "}, "This field is required."),
    ("companies", "revenue", {"revenue": "9" * 30}, "At most 11 digits before and 4 after the decimal point."),
    ("contacts", "communications", {"email-0-value": "jana"}, "“jana” is not an e-mail address."),
    ("contacts", "billing", {"billing-country_code": "D1"}, "Enter two letters, such as DE."),
    ("invoices", "number", {"number": ""}, "This field is required."),
    ("invoices", "due_on", {"due_on": "2019-01-01"}, "This date lies before the issue date."),
)


@pytest.mark.parametrize("bad", BAD)
def test_what_cannot_be_comes_back_beside_its_input(web: Client, alice: User, bad: Any) -> None:
    slug, spot, changes, message = bad
    item = make(slug, alice)
    answer = save(web, item, spot, **changes)
    assert (answer.status_code, errors(answer)) == (422, [message])
    assert 'data-guard="typed"' in answer.content.decode()
    item.refresh_from_db()
    assert item.version == 1


def test_what_was_typed_is_kept(web: Client, deal: Item) -> None:
    again = typed_in_place(save(web, deal, "amount", amount="many", currency="USD"))
    assert (again["amount"], again["currency"]) == (["many"], ["USD"])


CARE = {"source_note": "Typed with care", "utm_source": "Lime"}
REFUSED: dict[str, dict[str, Any]] = {
    "too long": {"utm_medium": "x" * 256},
    "no such number": {"probability": "101"},
    "no such day": {"start_on": "2026-02-30"},
    "a required file is missing": {},
    "somebody was quicker": {"comment": "Call"},
    "somebody was quicker, and a number is none": {"comment": "Call", "probability": "many"},
}


@pytest.mark.parametrize("reason", REFUSED)
def test_whatever_refuses_it_all_that_was_typed_comes_back(
    web: Client, bob: User, dana: User, deal: Item, reason: str
) -> None:
    if "required" in reason:
        stored(dana, "file", "A", mandatory=True)
    typed_in = CARE | REFUSED[reason]
    data = typed_in_place(opened(web, deal, "section-additional"), files=[upload()], **typed_in)
    if "quicker" in reason:
        records.change(deal, {"comment": "Fair"}, actor=bob)
    answer = sent(web, deal, "section-additional", data)
    again = typed_in_place(answer)
    assert answer.status_code in {409, 422}
    assert {name: again[name] for name in typed_in} == {name: [text] for name, text in typed_in.items()}
    assert "offer.txt" in answer.content.decode()


def test_an_amount_that_follows_the_products_has_no_pencil(web: Client, alice: User) -> None:
    item = builders.deal(alice)
    assert (spots(web, item)["amount"]["edit"], opened(web, item, "amount").status_code) == (None, 404)


@pytest.mark.parametrize(
    "spot", ["created_at", "version", "stage", "lead", "rows", "currency", "city", "A", "section-x"]
)
def test_what_nobody_edits_in_place_is_not_found(web: Client, deal: Item, spot: str) -> None:
    assert [opened(web, deal, spot).status_code, sent(web, deal, spot, {spot: "1"}).status_code] == [404, 404]


def test_a_rule_over_several_fields_asks_for_the_other_one_too(web: Client, alice: User) -> None:
    contact = builders.contact(alice, last_name="")
    answer = save(web, contact, "first_name", first_name="")
    assert errors(answer) == ["Enter a first name or a last name."]
    data = typed_in_place(answer, last_name="Lime")
    assert sent(web, contact, "first_name", data).status_code == 200
    assert Contact.objects.get(pk=contact.pk).title == "Lime"


# Who may ------------------------------------------------------------------------------------------------------------


def test_a_colleague_edits_it_too(client: Client, bob: User, deal: Item) -> None:
    client.force_login(bob)
    assert save(client, deal, "title", title="Shop").status_code == 200


def test_a_stranger_finds_nothing(client: Client, charlie: User, deal: Item) -> None:
    client.force_login(charlie)
    assert [opened(client, deal, "title").status_code, sent(client, deal, "title", {}).status_code] == [404, 404]


def test_without_the_right_one_reads_and_is_told(client: Client, bob: User, deal: Item) -> None:
    client.force_login(bob)
    data = typed_in_place(opened(client, deal, "title"), title="Shop")
    builders.take_right_away("edit", "deal")
    answer = sent(client, deal, "title", data)
    assert (answer.status_code, answer["HX-Reswap"]) == (403, "none")
    assert "You may not edit this deal." in answer.content.decode()
    assert {spot["edit"] for spot in spots(client, deal).values()} == {None}


def test_what_is_gone_is_said_in_words(web: Client, dana: User, deal: Item) -> None:
    data = typed_in_place(opened(web, deal, "title"), title="Shop")
    records.delete(deal, actor=dana)
    answer = sent(web, deal, "title", data)
    assert (answer.status_code, answer["HX-Reswap"]) == (404, "none")
    assert "There is nothing here." in answer.content.decode()


def test_who_gives_it_away_is_led_to_the_list(web: Client, charlie: User, deal: Item) -> None:
    Item.objects.filter(pk=deal.pk).update(open_to_all=False)
    answer = save(web, deal, "owner", owner=charlie.pk)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/deals/")
    assert "was saved." in web.get("/deals/").content.decode()


# Beside what else happens ------------------------------------------------------------------------------------------


def test_what_others_changed_elsewhere_stands(web: Client, bob: User, deal: Item) -> None:
    data = typed_in_place(opened(web, deal, "comment"), comment="Call")
    records.change(deal, {"title": "Shop", "source_note": "Fair"}, actor=bob)
    assert sent(web, deal, "comment", data).status_code == 200
    saved = Deal.objects.get(pk=deal.pk)
    assert (saved.title, saved.source_note, saved.comment) == ("Shop", "Fair", "Call")


@pytest.mark.parametrize(("keep", "kept"), [("theirs", "Fair"), ("yours", "Call")])
def test_two_values_of_one_field_are_shown_for_a_choice(
    web: Client, bob: User, deal: Item, keep: str, kept: str
) -> None:
    data = typed_in_place(opened(web, deal, "comment"), comment="Call")
    records.change(deal, {"comment": "Fair"}, actor=bob)
    both = sent(web, deal, "comment", data)
    assert (both.status_code, "Fair" in both.content.decode()) == (409, True)
    assert typed_in_place(both)["comment"] == ["Call"]
    assert sent(web, deal, "comment", typed_in_place(both, keep_comment=keep)).status_code == 200
    assert Deal.objects.get(pk=deal.pk).comment == kept


def test_of_an_amount_and_its_currency_each_is_compared_by_itself(web: Client, bob: User, deal: Item) -> None:
    data = typed_in_place(opened(web, deal, "amount"), amount="50")
    records.change(deal, {"currency": Currency.objects.get(code="USD")}, actor=bob)
    assert sent(web, deal, "amount", data).status_code == 200
    assert "$50.00" in value(web, deal, "amount")


def test_the_answer_is_the_page_as_it_is_now(web: Client, deal: Item) -> None:
    page = save(web, deal, "title", title="Quarry").content.decode()
    assert page.count("Quarry") > 3  # heading, crumbs, title of the document, timeline
    assert '<input type="hidden" name="version" value="2">' in page
    assert "“Name” was saved." in page


def test_the_timeline_stays_as_it_was_chosen(web: Client, deal: Item) -> None:
    data = typed_in_place(opened(web, deal, "title"), title="Quarry")
    here = {"HX-Current-URL": f"http://testserver/deals/{deal.pk}/timeline/?entries=own"}
    answer = web.post(place(deal, "title"), data, headers=HTMX | here)
    assert (answer.context["active"], answer.context["timeline"]["newest_href"]) == ("aside", "")


def test_a_notice_that_waits_is_left_to_the_next_page(web: Client, deal: Item) -> None:
    web.post(f"/deals/{deal.pk}/stage/", {"stage": "EXECUTING"})
    assert "Stage: In progress" not in save(web, deal, "title", title="Quarry").content.decode()
    assert "Stage: In progress" in web.get("/deals/").content.decode()


# Without htmx -------------------------------------------------------------------------------------------------------


def test_a_refused_value_sent_as_a_page_comes_back_in_the_whole_form(web: Client, deal: Item) -> None:
    records.change(deal, {"comment": "Call"}, actor=deal.owner)
    data = typed_in_place(opened(web, deal, "probability"), probability="many")
    page = web.post(place(deal, "probability"), data)
    again = typed(page)
    assert (page.status_code, again["probability"], again["comment"]) == (422, ["many"], ["Call"])


def test_a_zero_that_is_stored_stays_one_in_the_whole_form(web: Client, alice: User) -> None:
    deal = make("deals", alice, probability=0)
    data = typed_in_place(opened(web, deal, "title"), title="x" * 256)
    assert typed(web.post(place(deal, "title"), data))["probability"] == ["0"]


def test_a_value_sent_as_a_page_leads_back_to_the_item(web: Client, deal: Item) -> None:
    data = typed_in_place(opened(web, deal, "probability"), probability="37")
    assert web.post(place(deal, "probability"), data)["Location"] == f"/deals/{deal.pk}/"
    assert "“Website relaunch” was saved." in web.get(http.address(deal)).content.decode()


def test_a_button_among_the_inputs_sent_as_a_page_shows_the_whole_form_with_all_the_rest(
    web: Client, alice: User
) -> None:
    contact = make("contacts", alice, position="Canteen")
    data = typed_in_place(opened(web, contact, "communications"), **{"phone-0-value": "030 123456"})
    page = web.post("/parts/communications/", data | {"communications_action": "add-email"})
    again = typed(page)
    assert (again["phone-0-value"], again["position"], again["first_name"]) == (["030 123456"], ["Canteen"], ["Jana"])


def test_a_file_is_kept_over_a_refusal(web: Client, alice: User) -> None:
    contact = make("contacts", alice)
    answer = save(web, contact, "section-additional", files=[upload()], owner="999")
    assert answer.status_code == 422
    data = typed_in_place(answer, owner=str(alice.pk))
    assert sent(web, contact, "section-additional", data).status_code == 200
    assert "offer.txt" in value(web, contact, "files")


def test_each_list_of_choices_is_read_once(web: Client, deal: Item) -> None:
    data = typed_in_place(opened(web, deal, "source"), source="999")
    with CaptureQueriesContext(connection) as queries:
        assert sent(web, deal, "source", data).status_code == 422
    lists = [query["sql"] for query in queries if "SELECT" in query["sql"] and '."directory" = ' in query["sql"]]
    assert len(lists) == len(set(lists)) > 1


def test_pencils_cost_the_page_no_query_each(web: Client, dana: User, deal: Item) -> None:
    counts = []
    for codes in ("A", "BC"):
        for code in codes:
            stored(dana, "string", code)
        web.get(http.address(deal))
        with CaptureQueriesContext(connection) as queries:
            web.get(http.address(deal))
        counts.append(len(queries))
    assert {"A", "B", "C"} <= spots(web, deal).keys()
    assert counts[0] == counts[1]
