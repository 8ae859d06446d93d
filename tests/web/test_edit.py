"""Can an item of every type be made and edited in the form, and is what cannot be refused beside its field?"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from segue.core import item_types, pipelines
from segue.core.models import DirectoryValue, Grant, Item, User
from segue.crm import sellers
from segue.crm.models import Company, Deal, Estimate, Invoice, Lead
from tests import builders
from tests.web.form_data import errors, typed

SLUGS = tuple(each.slug for each in item_types.all_types())


def stored(slug: str, actor: User) -> Item:
    found: Item = builders.BY_SLUG[slug](actor)
    return found


def new(client: Client, slug: str, **changes: Any) -> Any:
    """Open the form of a new item, fill it in and send it."""
    named = {"title": "Shop"} if slug != "contacts" else {"last_name": "Shop"}
    return client.post(f"/{slug}/new/", typed(client.get(f"/{slug}/new/"), **named | changes))


def edit(client: Client, item: Item, **changes: Any) -> Any:
    """Open the form of an item, change something and send it."""
    address = f"/{item_types.of(item).slug}/{item.pk}/edit/"
    return client.post(address, typed(client.get(address), **changes))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_new_item_of_every_type_opens_after_it_was_filled_in(client: Client, alice: User, slug: str) -> None:
    client.force_login(alice)
    response = new(client, slug)
    item = Item.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/{slug}/{item.pk}/")
    assert item.title == "Shop"


@pytest.mark.parametrize("slug", SLUGS)
def test_opening_a_form_and_saving_it_changes_nothing(client: Client, alice: User, slug: str) -> None:
    client.force_login(alice)
    item = stored(slug, alice)
    assert edit(client, item).status_code == 303
    item.refresh_from_db()
    assert item.version == 1


@pytest.mark.parametrize("slug", SLUGS)
def test_a_colleague_may_edit(client: Client, alice: User, bob: User, slug: str) -> None:
    item = stored(slug, alice)
    client.force_login(bob)
    assert edit(client, item, comment="Called").status_code == 303
    item.refresh_from_db()
    assert item.comment == "Called"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_stranger_finds_no_form(client: Client, alice: User, charlie: User, slug: str) -> None:
    item = stored(slug, alice)
    Item.objects.filter(pk=item.pk).update(open_to_all=False)
    client.force_login(charlie)
    assert client.get(f"/{slug}/{item.pk}/edit/").status_code == 404
    assert client.post(f"/{slug}/{item.pk}/edit/", {"title": "Mine"}).status_code == 404


@pytest.mark.parametrize("slug", SLUGS)
def test_without_the_right_there_is_neither_form_nor_save(client: Client, alice: User, slug: str) -> None:
    item = stored(slug, alice)
    Grant.objects.filter(action__in=("add", "edit")).update(scope="none")
    client.force_login(User.objects.get(pk=alice.pk))
    for address in (f"/{slug}/new/", f"/{slug}/{item.pk}/edit/"):
        assert [client.get(address).status_code, client.post(address).status_code] == [403, 403]


def test_another_type_in_the_address_finds_nothing(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(f"/leads/{builders.deal(alice).pk}/edit/").status_code == 404


@pytest.mark.parametrize("amount", ["1.234,50", "1,234.50", "1234.5", "1 234,50"])
def test_amounts_are_read_in_every_notation(client: Client, alice: User, amount: str) -> None:
    client.force_login(alice)
    new(client, "deals", amount=amount)
    assert Deal.objects.get().amount == Decimal("1234.50")


def test_an_amount_is_written_in_the_language_of_the_reader(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="de")
    deal = builders.deal(alice, rows=(), amount=Decimal("1234.5"))
    client.force_login(alice)
    assert typed(client.get(f"/deals/{deal.pk}/edit/"))["amount"] == ["1234,5"]


def test_lists_offer_labels_in_the_language_of_the_reader(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="de")
    client.force_login(alice)
    assert "Empfehlung" in client.get("/deals/new/").content.decode()


def test_dates_choices_and_boxes_are_stored(client: Client, alice: User) -> None:
    client.force_login(alice)
    partner = DirectoryValue.objects.get(directory="SOURCE", code="PARTNER")
    new(client, "deals", due_on="2027-03-01", source=str(partner.pk), probability="70", open_to_all=None)
    deal = Deal.objects.get()
    assert (deal.due_on, deal.source, deal.probability) == (date(2027, 3, 1), partner, 70)
    assert not deal.open_to_all


def test_what_was_cleared_is_blank_afterwards(client: Client, alice: User) -> None:
    client.force_login(alice)
    deal = builders.deal(alice, probability=50, comment="Old")
    edit(client, deal, probability="", comment="", due_on="")
    deal = Deal.objects.get()
    assert (deal.probability, deal.comment, deal.due_on) == (None, "", None)


def test_a_multi_line_text_keeps_its_lines_and_is_not_changed_by_saving(client: Client, alice: User) -> None:
    client.force_login(alice)
    deal = builders.deal(alice, comment="one\ntwo")
    edit(client, deal, comment="one\r\ntwo")
    deal.refresh_from_db()
    assert (deal.comment, deal.version) == ("one\ntwo", 1)


def test_what_was_typed_is_kept_beside_the_error(client: Client, alice: User) -> None:
    client.force_login(alice)
    response = new(client, "deals", due_on="soon", comment="Call on Monday", **{"rows-0-name": "Advice"})
    sent = typed(response)
    assert response.status_code == 422
    assert errors(response) == ["Enter a day of the calendar."]
    assert [sent["due_on"], sent["comment"], sent["rows-0-name"]] == [["soon"], ["Call on Monday"], ["Advice"]]


def test_an_amount_that_is_no_number_is_refused_only_where_it_counts(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "The sum of the products." in new(client, "deals", due_on="soon", **{"rows-0-name": "A"}).content.decode()
    assert errors(new(client, "deals", amount="many")) == ["Enter a number, such as 1,234.5."]
    assert new(client, "deals", amount="many", **{"rows-0-name": "Advice"}).status_code == 303


def test_the_cursor_stands_at_the_first_error(client: Client, alice: User) -> None:
    client.force_login(alice)
    page = new(client, "deals", due_on="soon", probability="200").content.decode()
    assert page.count("autofocus") == 1
    assert 'name="due_on"' in next(tag for tag in page.split("<") if "autofocus" in tag)


def test_a_contact_needs_a_name(client: Client, alice: User) -> None:
    client.force_login(alice)
    response = new(client, "contacts", last_name="")
    assert (response.status_code, errors(response)) == (422, ["Enter a first name or a last name."])


def test_a_company_needs_a_name(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert errors(new(client, "companies", title=" ")) == ["This field is required."]


def test_a_number_is_given_at_first_and_editable_later(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "number" not in typed(client.get("/estimates/new/"))
    new(client, "estimates")
    edit(client, Estimate.objects.get(), number="A-7")
    assert Estimate.objects.get().number == "A-7"


def test_a_number_that_is_taken_is_refused_beside_it(client: Client, alice: User) -> None:
    client.force_login(alice)
    first, second = builders.estimate(alice), builders.estimate(alice)
    response = edit(client, second, number=first.number)
    assert (response.status_code, errors(response)) == (422, ["This number is already taken."])


def test_a_paper_needs_its_number(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert errors(edit(client, builders.estimate(alice), number="")) == ["This field is required."]


def test_fields_that_only_a_conversion_sets_are_not_offered(client: Client, alice: User) -> None:
    client.force_login(alice)
    deal = builders.deal(alice)
    edit(client, deal, lead=str(builders.lead(alice).pk), stage="1", version="1", deleted_at="2020-01-01")
    deal = Deal.objects.get()
    assert (deal.lead, str(deal.stage), deal.deleted_at) == (None, "New", None)


def test_an_owner_who_left_stays_while_unchanged(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice, owner=bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    client.force_login(alice)
    edit(client, deal, comment="Still his")
    deal.refresh_from_db()
    assert (deal.owner, deal.comment) == (bob, "Still his")


def test_who_gives_an_item_away_comes_to_the_list_that_says_it_was_saved(
    client: Client, alice: User, charlie: User
) -> None:
    client.force_login(alice)
    response = edit(client, builders.deal(alice), owner=str(charlie.pk))
    assert (response.status_code, response["Location"]) == (303, "/deals/")
    assert "“Website relaunch” was saved." in client.get("/deals/").content.decode()


def test_what_was_made_for_somebody_else_opens_for_them_only(client: Client, alice: User, charlie: User) -> None:
    client.force_login(alice)
    assert new(client, "deals", owner=str(charlie.pk))["Location"] == "/deals/"
    assert Deal.objects.get().owner == charlie


def test_somebody_who_left_cannot_become_the_owner(client: Client, alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    client.force_login(alice)
    assert errors(new(client, "deals", owner=str(bob.pk))) == ["Choose one of the offered values."]


def test_one_pipeline_is_not_asked_for(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "pipeline" not in typed(client.get("/deals/new/"))


def test_of_several_pipelines_one_is_chosen_when_a_deal_is_made(client: Client, alice: User, dana: User) -> None:
    online = pipelines.add("deal", {"en": "Online", "de": "Online"}, actor=dana)
    client.force_login(alice)
    assert "pipeline" not in typed(client.get("/leads/new/"))
    new(client, "deals", pipeline=str(online.pk))
    deal = Deal.objects.get()
    assert deal.pipeline == online
    assert deal.stage in online.stages.all()
    assert "pipeline" not in typed(client.get(f"/deals/{deal.pk}/edit/"))


def test_observers_are_added_and_taken_out(client: Client, alice: User, bob: User, charlie: User) -> None:
    client.force_login(alice)
    deal = builders.deal(alice, observers=(bob.pk,))
    edit(client, deal, observers_add=str(charlie.pk))
    assert {each.user for each in deal.observers.all()} == {bob, charlie}
    edit(client, deal, observers=[str(charlie.pk)])
    assert [each.user for each in deal.observers.all()] == [charlie]


def test_an_observer_is_taken_out_without_javascript(client: Client, alice: User, bob: User) -> None:
    client.force_login(alice)
    deal = builders.deal(alice, observers=(bob.pk,))
    sent = typed(client.get(f"/deals/{deal.pk}/edit/"), title="Typed")
    page = client.post("/parts/observers/", sent | {"observers_action": f"remove:{bob.pk}"})
    again = typed(page)
    assert ("observers" in again, again["title"]) == (False, ["Typed"])
    assert deal.observers.count() == 1


def test_somebody_who_does_not_exist_cannot_observe(client: Client, alice: User) -> None:
    client.force_login(alice)
    response = edit(client, builders.deal(alice), observers=["999999"])
    assert (response.status_code, errors(response)) == (422, ["Choose one of the offered people."])


def test_billing_details_are_stored(client: Client, alice: User) -> None:
    client.force_login(alice)
    new(client, "companies", **{"billing-legal_name": "Shop GmbH", "billing-country_code": "de"})
    block = Company.objects.get().billing
    assert (block.legal_name, block.country_code) == ("Shop GmbH", "DE")


def test_a_billing_country_has_two_letters(client: Client, alice: User) -> None:
    client.force_login(alice)
    response = new(client, "companies", **{"billing-country_code": "1!"})
    assert (response.status_code, errors(response)) == (422, ["Enter two letters, such as DE."])


def test_a_lead_keeps_person_and_stage_information(client: Client, alice: User) -> None:
    client.force_login(alice)
    new(client, "leads", first_name="Jana", birth_on="1990-02-28", stage_note="Wait")
    lead = Lead.objects.get()
    assert (lead.first_name, lead.birth_on, lead.stage_note) == ("Jana", date(1990, 2, 28), "Wait")


NASTY: dict[str, Any] = {
    "html": "<script>alert(1)</script>{{ 7 }}{% now %}",
    "emoji": "👩‍🚀🏳️‍🌈",
    "right to left": "שלום\u202eabc",
    "nul": "a\x00b",
    "long": "x" * 5000,
    "number": "-99999999999999999999.99",
}


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("nasty", NASTY)
def test_whatever_is_typed_everywhere_is_stored_or_refused(client: Client, alice: User, slug: str, nasty: str) -> None:
    client.force_login(alice)
    sent = typed(client.get(f"/{slug}/new/")) | {
        "phone-0-value": "",
        "rows-0-name": "",
        "company_q": "",
        "contact_q": "",
    }
    hidden = {"item_type", "item", "version", "csrfmiddlewaretoken"}
    sent = {name: value if name in hidden else NASTY[nasty] for name, value in sent.items()}
    response = client.post(f"/{slug}/new/", sent)
    assert response.status_code == 422
    assert "<script>alert(1)" not in response.content.decode()
    assert not Item.objects.exists()


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("nasty", ["html", "emoji", "right to left"])
def test_text_of_any_kind_comes_back_as_it_was_typed(client: Client, alice: User, slug: str, nasty: str) -> None:
    client.force_login(alice)
    name = "last_name" if slug == "contacts" else "title"
    assert new(client, slug, **{name: NASTY[nasty], "comment": NASTY[nasty]}).status_code == 303
    item = Item.objects.get()
    again = typed(client.get(f"/{slug}/{item.pk}/edit/"))
    assert [again[name], again["comment"]] == [[NASTY[nasty]], [NASTY[nasty]]]


@pytest.mark.parametrize("field", ["currency", "owner", "source", "deal_type"])
@pytest.mark.parametrize("forged", ["0", "-1", "YYY", "9" * 30, "1e9", "\x00"])
def test_a_choice_that_was_not_offered_is_refused(client: Client, alice: User, field: str, forged: str) -> None:
    client.force_login(alice)
    response = new(client, "deals", **{field: forged})
    assert (response.status_code, errors(response)) == (422, ["Choose one of the offered values."])


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 40, "7"])
def test_a_forged_version_does_no_harm(client: Client, alice: User, version: str) -> None:
    client.force_login(alice)
    assert edit(client, builders.deal(alice), version=version, comment="Fine").status_code == 303


@pytest.mark.parametrize("slug", SLUGS)
def test_ten_megabytes_are_too_much(client: Client, alice: User, slug: str) -> None:
    client.force_login(alice)
    assert client.post(f"/{slug}/new/", {"comment": "x" * 10_000_000}).status_code in {400, 413}


@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_form_is_refused_or_stored_but_never_fails(client: Client, alice: User, slug: str) -> None:
    client.force_login(alice)
    assert client.post(f"/{slug}/new/", {}).status_code == 422


def test_whoever_writes_a_paper_chooses_among_all_our_companies(client: Client, alice: User, dana: User) -> None:
    """They stand on what is printed, so their names are no secret, whoever may see companies."""
    sellers.create({"title": "Segue GmbH"}, actor=dana)
    other = sellers.create({"title": "Segue AG"}, actor=dana)
    Item.objects.filter(type="company").update(open_to_all=False)
    client.force_login(alice)
    page = client.get("/invoices/new/").content.decode()
    assert ("Segue GmbH" in page, "Segue AG" in page, "Hidden item" in page) == (True, True, False)
    new(client, "invoices", my_company=str(other.pk))
    assert Invoice.objects.get().my_company_id == other.pk
