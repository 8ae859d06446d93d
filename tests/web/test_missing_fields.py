"""Does the dialog of a conversion offer the custom fields that are missing, to whom it may, without JavaScript?"""

from typing import Any

import pytest
from django.test import Client

from segue.core.custom_fields import changes
from segue.core.models import CustomField, Item, User
from segue.crm.conversion import VARIANTS, Variant
from tests import builders
from tests.crm.conversion.fields import codes, field, held
from tests.web.presses import press


@pytest.fixture
def web(dana: User, client: Client) -> Client:
    """A browser in which Dana has signed in, who may change settings."""
    client.force_login(dana)
    return client


@pytest.fixture(autouse=True)
def visit(dana: User) -> CustomField:
    return field("deal", "date", "Visit date", by=dana, code="VISIT")


def invoice() -> Item:
    return Item.objects.get(type="invoice")


def test_one_click_asks_when_a_field_is_missing(web: Client, dana: User) -> None:
    page = press(web, builders.deal(dana, VISIT="2026-12-24"), "invoice")
    shown = page.content.decode()
    assert (page.status_code, Item.objects.filter(type="invoice").exists()) == (409, False)
    for text in ("Invoice", "Visit date", "Date · Dec 24, 2026", 'name="new-field-invoice" value="VISIT"'):
        assert text in shown


def test_a_field_without_a_value_here_is_offered_too(web: Client, dana: User) -> None:
    assert "no value here" in press(web, builders.deal(dana), "invoice").content.decode()


def test_the_ticked_field_is_created_and_the_new_form_opens_with_it(web: Client, dana: User) -> None:
    answers: dict[str, Any] = {"new-asked": 1, "new-field-invoice": ["VISIT"]}
    page = press(web, builders.deal(dana, VISIT="2026-12-24"), "invoice", **answers)
    assert page["Location"] == f"/invoices/{invoice().pk}/"
    assert held(invoice()) == {"VISIT": "2026-12-24"}
    assert "Visit date" in web.get(page["Location"]).content.decode()


def test_the_box_of_the_group_means_all_of_its_fields(web: Client, dana: User) -> None:
    field("deal", "string", "Note", by=dana)
    source = builders.deal(dana, VISIT="2026-12-24", NOTE="cake")
    press(web, source, "invoice", **{"new-asked": 1, "new-all-invoice": 1})
    assert held(invoice()) == {"VISIT": "2026-12-24", "NOTE": "cake"}


def test_nothing_ticked_converts_and_says_what_stayed(web: Client, dana: User) -> None:
    page = press(web, builders.deal(dana, VISIT="2026-12-24"), "invoice", **{"new-asked": 1})
    assert (codes("invoice"), held(invoice())) == ([], {})
    opened = web.get(page["Location"]).content.decode()
    assert "Visit date" in opened
    assert "Invoices have no such field, and it was not created" in opened


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: f"{variant.source}-{variant.code}")
def test_every_variant_offers_creates_and_fills_the_field_on_all_it_makes(
    web: Client, dana: User, variant: Variant
) -> None:
    field(variant.source, "string", "Extra", by=dana)
    source = getattr(builders, variant.source)(dana, EXTRA="cake")
    shown = press(web, source, variant.code).content.decode()
    assert [slot for slot in variant.targets if f'name="new-all-{slot}"' not in shown] == []
    press(web, source, variant.code, **{"new-asked": 1} | {f"new-all-{slot}": 1 for slot in variant.targets})
    made = Item.objects.exclude(pk=source.pk).filter(type__in=variant.targets)
    assert {item.type: item.custom["EXTRA"] for item in made} == dict.fromkeys(variant.targets, "cake")


def test_three_groups_stand_in_the_order_of_the_menu(web: Client, dana: User) -> None:
    field("lead", "string", "Referrer", by=dana)
    shown = press(web, builders.lead(dana), "deal-contact-company").content.decode()
    places = [shown.index(f'name="new-all-{slot}"') for slot in ("deal", "contact", "company")]
    assert places == sorted(places)


def test_who_may_not_change_settings_sees_the_reason_and_goes_on(alice: User, dana: User, client: Client) -> None:
    client.force_login(alice)
    source = builders.deal(alice, VISIT="2026-12-24")
    shown = press(client, source, "invoice").content.decode()
    assert "Creating fields needs the right to change settings." in shown
    assert 'value="VISIT" disabled' in " ".join(shown.split())
    press(client, source, "invoice", **{"new-asked": 1, "new-field-invoice": ["VISIT"]})
    assert (codes("invoice"), held(invoice())) == ([], {})


def test_ticks_are_kept_when_the_dialog_comes_back(web: Client, dana: User) -> None:
    field("invoice", "integer", "Desks", by=dana, mandatory=True)
    source = builders.deal(dana)
    answers = {"new-asked": 1, "new-field-invoice": ["VISIT"], "field-invoice-DESKS": "many"}
    page = press(web, source, "invoice", **answers)
    assert page.status_code == 409
    assert 'value="VISIT" checked' in " ".join(page.content.decode().split())


def test_a_required_field_of_the_target_is_asked_with_its_choices(web: Client, dana: User) -> None:
    field("invoice", "list", "Priority", by=dana, options=("High", "Low"), mandatory=True)
    shown = press(web, builders.deal(dana), "invoice").content.decode()
    assert 'name="field-invoice-PRIORITY"' in shown
    assert "High</option>" in shown


def test_do_not_offer_again_holds_for_everyone(web: Client, dana: User, bob: User) -> None:
    press(web, builders.deal(dana), "invoice", **{"new-asked": 1, "not-again": "invoice"})
    web.force_login(bob)
    assert press(web, builders.deal(bob), "invoice", key="k2").status_code == 303


def test_cancel_leads_back_and_nothing_was_written(web: Client, dana: User) -> None:
    deal = builders.deal(dana)
    assert f'href="/deals/{deal.pk}/"' in press(web, deal, "invoice").content.decode()
    assert (codes("invoice"), Item.objects.count()) == ([], 1)


def test_the_whole_plan_shows_where_custom_values_go(web: Client, dana: User) -> None:
    field("invoice", "date", "Visit date", by=dana, code="VISIT")
    shown = web.get(f"/deals/{builders.deal(dana, VISIT='2026-12-24').pk}/create/invoice/?review=1").content.decode()
    assert "Dec 24, 2026" in shown


def test_a_conflict_names_both_kinds(web: Client, dana: User) -> None:
    field("deal", "string", "Desks", by=dana)
    field("invoice", "date", "Desks", by=dana)
    assert "Text here, Date on Invoices" in press(web, builders.deal(dana), "invoice").content.decode()


def test_a_field_with_the_same_label_under_another_code_is_hinted_at(web: Client, dana: User) -> None:
    field("invoice", "date", "Visit date", by=dana, code="OTHER")
    shown = press(web, builders.deal(dana), "invoice").content.decode()
    assert "a field with this label exists under another code" in shown


def test_fields_one_may_not_see_are_only_counted(web: Client, alice: User, dana: User) -> None:
    changes.restrict(field("deal", "string", "Margin", by=dana), [dana], [], actor=dana)
    web.force_login(alice)
    shown = press(web, builders.deal(alice), "invoice").content.decode()
    assert "1 field you cannot see" in shown
    assert "Margin" not in shown


def test_forged_codes_and_slots_create_nothing(web: Client, dana: User) -> None:
    answers = {"new-asked": 1, "new-field-invoice": ["NOPE", "<b>"], "new-field-lead": ["VISIT"], "not-again": "x y"}
    assert press(web, builders.deal(dana), "invoice", **answers).status_code == 303
    assert (codes("invoice"), codes("lead")) == ([], [])


def test_undo_says_which_fields_go(web: Client, dana: User) -> None:
    press(web, builders.deal(dana), "invoice", **{"new-asked": 1, "new-field-invoice": ["VISIT"]})
    done = invoice().conversion_records.get().conversion
    assert "Custom fields that go with it: Visit date." in web.post(f"/conversions/{done.pk}/undo/").content.decode()
