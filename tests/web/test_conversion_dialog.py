"""Does the dialog of a conversion name only what its reader may see, and keep whatever was answered?"""

import re
from typing import Any

import pytest
from django.test import Client

from segue.core import item_types, records
from segue.core.models import Attachment, Blob, Item, Pipeline, User
from segue.crm import conversion
from segue.crm.communications import Communication
from segue.crm.models import Conversion
from tests import builders
from tests.crm.conversion.steps import convert, made
from tests.web.presses import dialog, press

EMAIL = (Communication("EMAIL", "jana@brandt.example"),)
GONE = "The record you chose is not available. Please choose again."


@pytest.fixture
def web(alice: User, client: Client) -> Client:
    """A browser in which Alice has signed in."""
    client.force_login(alice)
    return client


def hide(item: Item, owner: User) -> None:
    """Give an item to somebody else, under a name that must not be read."""
    child: Any = item_types.child_of(Item.objects.get(pk=item.pk))
    name = "first_name" if item.type == "contact" else "title"
    records.change(child, {"owner": owner, "open_to_all": False, name: "Topsecret"}, actor=child.owner)


def second_pipeline() -> Pipeline:
    pipeline = Pipeline.objects.create(item_type="deal", code="retail", labels={"en": "Retail"}, sort=20)
    first = Pipeline.objects.get(item_type="deal", is_default=True).stages.order_by("sort").first()
    assert first is not None
    pipeline.stages.create(code="NEW", labels=first.labels, semantics="process", sort=10)
    return pipeline


@pytest.mark.parametrize("variant", ["contact", "deal-contact"])
@pytest.mark.parametrize("fields", [{}, {"review": "1"}])
def test_a_contact_made_before_that_is_hidden_now_is_not_named(
    variant: str, fields: dict[str, str], web: Client, alice: User, charlie: User
) -> None:
    lead = builders.lead(alice)
    contact = made(convert(lead, "contact", alice), "contact")
    hide(contact, charlie)
    lead.refresh_from_db()
    text = dialog(web, lead, variant, refresh="1", **fields)
    assert "Topsecret" not in text
    assert f"/contacts/{contact.pk}/" not in text
    assert "Hidden item" in text


def test_a_hidden_client_in_the_recycle_bin_is_not_named(web: Client, alice: User, charlie: User) -> None:
    company = builders.company(charlie, title="Topsecret AG")
    deal = builders.deal(alice, client=builders.client(company))
    Item.objects.filter(pk=company.pk).update(deleted_at=company.created_at, deleted_by=charlie)
    text = dialog(web, deal, "invoice", review="1")
    assert "Topsecret" not in text
    assert "Hidden item" in text


def test_a_hidden_earlier_invoice_is_only_counted(web: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(alice)
    hide(made(convert(deal, "invoice", alice), "invoice"), charlie)
    text = dialog(web, deal, "invoice")
    assert "Hidden item was already created from this deal." in text
    assert "Invoice 1" not in text


@pytest.mark.parametrize("chosen", ["hidden", "deleted"])
def test_a_chosen_contact_that_cannot_be_used_is_asked_again(
    chosen: str, web: Client, alice: User, charlie: User
) -> None:
    contact = builders.contact(charlie if chosen == "hidden" else alice, first_name="Other", open_to_all=False)
    Item.objects.filter(pk=contact.pk, owner=alice).update(deleted_at=contact.created_at, deleted_by=alice)
    answer = press(web, builders.lead(alice), "deal-contact", **{"use-contact": str(contact.pk)})
    assert (answer.status_code, Conversion.objects.exists()) == (409, False)
    assert GONE in answer.content.decode()


def test_a_choice_that_makes_no_sense_is_no_choice(web: Client, alice: User) -> None:
    builders.contact(alice, communications=EMAIL)
    answer = press(web, builders.lead(alice), "contact", **{"use-contact": "abc"})
    assert (answer.status_code, Item.objects.filter(type="contact").count()) == (409, 1)


@pytest.mark.parametrize("of", ["nothing", "leads"])
def test_a_pipeline_that_is_not_offered_is_asked_again(of: str, web: Client, alice: User) -> None:
    wrong = Pipeline.objects.get(item_type="lead").pk if of == "leads" else 99999
    answer = press(web, builders.lead(alice), "deal", pipeline=str(wrong))
    assert (answer.status_code, Conversion.objects.exists()) == (409, False)
    assert 'name="pipeline"' in answer.content.decode()


def test_the_hidden_client_of_a_repeat_lead_is_used_and_stays_hidden(web: Client, alice: User, charlie: User) -> None:
    client = builders.contact(charlie, first_name="Topsecret", open_to_all=False)
    lead = builders.lead(alice, first_name="", last_name="")
    lead = records.change(lead, {}, parts={"client": builders.client(None, client)}, actor=alice)
    text = dialog(web, lead, "contact", review="1")
    assert "Topsecret" not in text
    assert re.search(r'name="use-contact" value="own" checked', text)
    assert 'value="own"' in dialog(web, lead, "contact", review="1", **{"use-contact": "0"})


def test_the_hidden_client_of_a_repeat_lead_is_linked_without_being_named(
    web: Client, alice: User, charlie: User
) -> None:
    client = builders.contact(charlie, first_name="Topsecret", open_to_all=False)
    lead = builders.lead(alice, first_name="", last_name="")
    lead = records.change(lead, {}, parts={"client": builders.client(None, client)}, actor=alice)
    answer = press(web, lead, "contact", **{"use-contact": "own"})
    assert (answer["Location"], Item.objects.filter(type="contact").count()) == (f"/leads/{lead.pk}/", 1)
    text = web.get(answer["Location"]).content.decode()
    assert "Hidden item is linked now" in text
    assert f"Contact #{client.pk}" not in text


def test_the_chosen_pipeline_stays_chosen_when_the_dialog_comes_back(web: Client, alice: User) -> None:
    other = second_pipeline()
    lead = builders.lead(alice, first_name="", last_name="")
    text = dialog(web, lead, "deal-contact", pipeline=str(other.pk))
    assert "field-contact-last_name" in text
    assert f'<option value="{other.pk}" selected>' in text


def test_a_confirmed_repetition_stays_confirmed_when_the_dialog_comes_back(web: Client, alice: User) -> None:
    second_pipeline()
    lead = builders.lead(alice)
    convert(
        lead,
        "deal",
        alice,
        decisions=conversion.Decisions(pipeline=Pipeline.objects.get(is_default=True, item_type="deal").pk),
    )
    lead.refresh_from_db()
    digest = re.search(r'name="repeat" value="(\w+)"', dialog(web, lead, "deal"))
    assert digest is not None
    for fields in ({}, {"refresh": "1"}):
        assert digest[0] in dialog(web, lead, "deal", repeat=digest[1], **fields)


def test_a_required_answer_of_spaces_is_refused_with_a_message_and_focus(web: Client, alice: User) -> None:
    lead = builders.lead(alice, company_name="")
    text = dialog(web, lead, "company", **{"field-company-title": "   "})
    field = re.search(r'<input[^>]*name="field-company-title"[^>]*>', text)
    assert field is not None
    assert "This field is required." in text
    assert 'aria-invalid="true"' in field[0]
    assert "autofocus" in field[0]
    assert text.count("autofocus") == 1


def test_a_question_nobody_has_answered_yet_is_not_refused(web: Client, alice: User) -> None:
    assert "This field is required." not in dialog(web, builders.lead(alice, company_name=""), "company")


def test_the_contact_is_asked_before_the_company(web: Client, alice: User) -> None:
    lead = builders.lead(alice, first_name="", last_name="", company_name="")
    builders.contact(alice, communications=EMAIL)
    builders.company(alice, communications=EMAIL)
    names = re.findall(
        r'name="((?:use|field)-[\w-]+)"',
        dialog(web, lead, "contact-company", **{"use-company": "0", "use-contact": "0"}),
    )
    assert list(dict.fromkeys(names)) == [
        "use-contact",
        "use-company",
        "field-contact-last_name",
        "field-company-title",
    ]


def test_the_review_shows_who_the_client_will_be(web: Client, alice: User, charlie: User) -> None:
    company, contact = builders.company(alice), builders.contact(charlie, first_name="Topsecret", open_to_all=False)
    deal = builders.deal(alice, client=builders.client(company, contact))
    text = " ".join(dialog(web, deal, "invoice", review="1").split())
    assert "<dt>Client</dt><dd>Brandt GmbH, Hidden item</dd>" in text


def test_the_review_shows_the_client_that_is_made_beside_a_deal(web: Client, alice: User) -> None:
    text = " ".join(dialog(web, builders.lead(alice), "deal-contact-company", review="1").split())
    assert "<dt>Client</dt><dd>Brandt GmbH, Jana Brandt</dd>" in text


def test_the_review_shows_comment_and_files(web: Client, alice: User) -> None:
    blob = Blob.objects.create(sha256="a" * 64, size=1, media_type="text/plain")
    deal = builders.deal(alice, comment="Call **first**")
    Attachment.objects.create(item_id=deal.pk, blob=blob, name="drawing.txt", added_by=alice, added_at=deal.created_at)
    text = dialog(web, deal, "invoice", review="1")
    assert "Call <strong>first</strong>" in text
    assert "drawing.txt" in text


def test_what_a_deal_came_from_is_not_listed_as_left_behind(web: Client, alice: User) -> None:
    estimate = made(convert(builders.deal(alice), "estimate", alice), "estimate")
    text = dialog(web, estimate, "deal", review="1")
    assert "Number" in text
    assert "starts with its own value" in text
    assert not re.search(r'class="font-medium">Deal<', text)


def test_undo_names_each_item_by_type_and_title(web: Client, alice: User) -> None:
    done = convert(builders.lead(alice), "company", alice)
    text = web.post(f"/conversions/{done.pk}/undo/").content.decode()
    assert f"Company #{made(done, 'company').pk} · Brandt GmbH" in text


def test_an_earlier_deal_is_called_by_type_and_number(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    deal = made(convert(lead, "deal", alice), "deal")
    lead.refresh_from_db()
    assert f"Deal #{deal.pk} was already created from this lead." in dialog(web, lead, "deal")
