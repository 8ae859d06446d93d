"""Does the page convert, ask, refuse and undo as a person sees it, without JavaScript and with htmx?"""

import pytest
from django.test import Client

from segue.core import records
from segue.core.models import Item, User
from segue.crm import conversion
from segue.crm.models import Conversion
from tests import builders
from tests.crm.conversion.steps import convert
from tests.web.presses import press


@pytest.fixture
def web(alice: User, client: Client) -> Client:
    """A browser in which Alice has signed in."""
    client.force_login(alice)
    return client


def test_one_click_makes_the_invoice_and_opens_it(web: Client, alice: User) -> None:
    answer = press(web, builders.deal(alice), "invoice")
    invoice = Item.objects.get(type="invoice")
    assert (answer.status_code, answer["Location"]) == (303, f"/invoices/{invoice.pk}/")


def test_htmx_is_told_to_open_the_page(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    answer = web.post(f"/deals/{deal.pk}/create/invoice/", {"key": "k", "version": 1}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/invoices/{Item.objects.get(type='invoice').pk}/"


def test_looking_at_the_address_writes_nothing_c9(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    answer = web.get(f"/deals/{deal.pk}/create/invoice/")
    assert (answer.status_code, Item.objects.count(), Conversion.objects.count()) == (200, 1, 0)
    assert "Create invoice from Website relaunch" in answer.content.decode()


def test_a_double_click_makes_one_invoice_c2(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    first, second = (press(web, deal, "invoice") for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Item.objects.filter(type="invoice").count() == 1


def test_a_retry_after_a_lost_answer_opens_the_first_result_c1(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    first, second = (press(web, lead, "deal-contact-company") for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Item.objects.filter(type="deal").count() == 1


def test_the_first_invoice_is_named_before_a_second_is_made_c10(web: Client, alice: User) -> None:
    estimate = builders.estimate(alice)
    press(web, estimate, "invoice")
    answer = press(web, estimate, "invoice", key="k2")
    assert answer.status_code == 409
    assert "Invoice 1 was already created from this estimate. Create another?" in answer.content.decode()
    assert f'href="/invoices/{Item.objects.get(type="invoice").pk}/"' in answer.content.decode()


def test_review_first_shows_the_whole_plan_and_writes_nothing(web: Client, alice: User) -> None:
    answer = press(web, builders.deal(alice, source_note="at the fair"), "estimate", review="1")
    text = answer.content.decode()
    assert "What goes where" in text
    assert "at the fair" in text
    assert not Conversion.objects.exists()


def test_going_on_after_the_review_converts(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    shown = conversion.plan(deal, conversion.VARIANTS[8], actor=alice)
    answer = press(web, deal, "invoice", review="1", reviewed="1", fingerprint=shown.fingerprint)
    assert answer.status_code == 303


def test_a_stale_page_says_what_changed_and_who_did_it(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"title": "Shop"}, actor=bob)
    answer = press(web, deal, "invoice")
    assert answer.status_code == 409
    assert "Bob changed: Name" in answer.content.decode()


def test_a_blank_company_name_is_asked_and_kept_when_it_is_too_long(web: Client, alice: User) -> None:
    lead = builders.lead(alice, company_name="")
    assert "field-company-title" in press(web, lead, "company").content.decode()
    answer = press(web, lead, "company", **{"field-company-title": "x" * 300})
    assert "At most 255 characters." in answer.content.decode()
    assert "x" * 300 in answer.content.decode()


def test_what_was_asked_is_used(web: Client, alice: User) -> None:
    press(web, builders.lead(alice, company_name=""), "company", **{"field-company-title": "Nordwind eG"})
    assert Item.objects.get(type="company").title == "Nordwind eG"


def test_an_unknown_edge_is_not_found(web: Client, alice: User) -> None:
    assert press(web, builders.deal(alice), "contact").status_code == 404


def test_an_invoice_is_no_source(web: Client, alice: User) -> None:
    invoice = convert(builders.deal(alice), "invoice", alice).records.get().item
    assert web.post(f"/invoices/{invoice.pk}/create/deal/", {"key": "k", "version": 1}).status_code == 404


def test_a_stranger_gets_no_page(alice: User, charlie: User, client: Client) -> None:
    client.force_login(charlie)
    assert press(client, builders.deal(alice), "invoice").status_code == 404
    assert not Conversion.objects.exists()


def test_who_may_read_but_not_edit_is_refused_and_told_the_right(alice: User, charlie: User, client: Client) -> None:
    deal = builders.deal(alice, observers=(charlie.pk,))
    client.force_login(charlie)
    answer = press(client, deal, "invoice")
    assert (answer.status_code, Conversion.objects.exists()) == (403, False)
    assert "You may not edit this deal." in answer.content.decode()


def test_a_forged_choice_of_a_contact_one_may_not_see_is_not_used(web: Client, alice: User, charlie: User) -> None:
    foreign = builders.contact(charlie, last_name="Secret", open_to_all=False)
    press(web, builders.lead(alice), "contact", **{"use-contact": str(foreign.pk)})
    foreign.refresh_from_db()
    assert foreign.version == 1
    assert not Item.objects.filter(type="contact", owner=alice).exists()


def test_nonsense_in_every_field_is_answered_without_a_fault(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    for value in ("", "x" * 5000, "\x00", "💥", "9" * 40, "-1", "<script>", "\u202eabc"):
        fields = dict.fromkeys(("pipeline", "use-contact", "use-x", "field-contact-last_name", "field-y-z"), value)
        answer = press(web, lead, "contact", version=value, fingerprint=value, repeat=value, **fields)
        assert answer.status_code < 500


def test_undo_asks_first_and_then_takes_everything_back(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    done = convert(lead, "deal-contact", alice)
    asked = web.post(f"/conversions/{done.pk}/undo/")
    assert "Goes to the recycle bin" in asked.content.decode()
    shown = conversion.plan_undo(done, actor=alice)
    answer = web.post(f"/conversions/{done.pk}/undo/", {"key": "u", "fingerprint": shown.fingerprint})
    assert (answer.status_code, answer["Location"]) == (303, f"/leads/{lead.pk}/")
    assert list(Item.objects.alive().values_list("type", flat=True)) == ["lead"]


def test_an_undo_that_is_not_possible_says_why(web: Client, alice: User) -> None:
    done = convert(builders.deal(alice), "estimate", alice)
    estimate = done.records.get().item
    convert(estimate, "invoice", alice)
    text = web.post(f"/conversions/{done.pk}/undo/").content.decode()
    assert "This cannot be undone" in text
    assert "was created from" in text


def test_a_stranger_may_not_even_see_a_conversion(alice: User, charlie: User, client: Client) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    client.force_login(charlie)
    assert client.post(f"/conversions/{done.pk}/undo/").status_code == 404


def test_a_get_never_undoes(web: Client, alice: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    assert web.get(f"/conversions/{done.pk}/undo/").status_code == 405
