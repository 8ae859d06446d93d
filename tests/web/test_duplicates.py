"""Does the form say who may be the same, before anything is saved, and does it take an answer?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import records
from segue.core.custom_fields import changes
from segue.core.models import Item, User
from segue.crm import conversion, duplicates
from segue.crm.billing import Billing
from segue.crm.communications import Communication
from segue.crm.models import Company, NotDuplicate
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.web.form_data import typed
from tests.web.test_edit import edit, new

PHONE = (Communication("PHONE", "030 123456"),)
JANA = {"first_name": "Jana", "last_name": "Brandt"}
NOT_SAVED, MAYBE = "Not saved yet.", "Perhaps this exists already"
HIDDEN = "A possible duplicate exists that you cannot see."
PARTS = "/parts/duplicates/"


@pytest.fixture
def jana(alice: User) -> Any:
    """A contact that is there already."""
    return builders.contact(alice, communications=PHONE)


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def again(web: Client, answer: Any, address: str = "/contacts/new/", **changes: Any) -> Any:
    """Send the form that came back."""
    return web.post(address, typed(answer, **changes))


def look(web: Client, answer: Any, **changes: Any) -> Any:
    """Let the server look anew, as scripts do while somebody types."""
    return web.post(PARTS, typed(answer, **changes), headers={"HX-Request": "true"})


# A new item ---------------------------------------------------------------------------------------------------


def test_the_first_save_comes_back_with_who_may_be_the_same(web: Client, jana: Any) -> None:
    answer = new(web, "contacts", **JANA, comment="Typed with care")
    page = text(answer)
    assert answer.status_code == 409
    assert Item.objects.count() == 1
    assert NOT_SAVED in page
    assert f'href="/contacts/{jana.pk}/"' in page
    assert "same name · Alice" in page
    assert "Typed with care" in page


def test_the_second_save_stores_it(web: Client, jana: Any) -> None:
    answer = again(web, new(web, "contacts", **JANA))
    assert answer.status_code == 303
    assert Item.objects.count() == 2


def test_save_anyway_is_a_button(web: Client, jana: Any) -> None:
    form = new(web, "contacts", **JANA).context["duplicates"]
    sent = typed(web.get("/contacts/new/"), **JANA, duplicates_seen=form["seen"])
    assert web.post("/contacts/new/", sent).status_code == 303


def test_the_answer_holds_for_just_these_suspects(web: Client, alice: User, jana: Any) -> None:
    answer = new(web, "contacts", **JANA)
    builders.contact(alice, first_name="Other", communications=(Communication("EMAIL", "j@brandt.example"),))
    second = again(web, answer, **{"email-0-value": "j@brandt.example"})
    assert (second.status_code, len(second.context["duplicates"]["matches"])) == (409, 2)
    assert again(web, second).status_code == 303


def test_the_answer_of_one_person_is_none_of_another(web: Client, bob: User, jana: Any) -> None:
    answer = new(web, "contacts", **JANA)
    web.force_login(bob)
    assert again(web, answer).status_code == 409


def test_an_answer_that_is_made_up_is_none(web: Client, jana: Any) -> None:
    assert new(web, "contacts", **JANA, duplicates_seen="1").status_code == 409


def test_what_is_wrong_and_who_may_be_the_same_is_said_at_once(web: Client, jana: Any) -> None:
    answer = new(web, "contacts", **JANA, **{"email-0-value": "nonsense"})
    assert answer.status_code == 422
    assert MAYBE in text(answer)
    assert again(web, answer, **{"email-0-value": ""}).status_code == 303


@pytest.mark.parametrize(
    ("slug", "typed_in", "said"),
    [
        ("leads", JANA, "same name"),
        ("leads", {"company_name": "BRANDT AG"}, "same company name"),
        ("leads", {"email-0-value": "JANA@brandt.example"}, "same e-mail"),
        ("contacts", {"phone-0-value": "+4930123456"}, "same phone"),
        ("contacts", {"billing-tax_number": "12345"}, "same tax number"),
        ("companies", {"title": "brandt ag"}, "same name"),
        ("companies", {"billing-vat_number": "DE123"}, "same VAT number"),
        ("companies", {"billing-iban": "DE 02"}, "same bank account"),
    ],
)
def test_every_type_asks(web: Client, alice: User, slug: str, typed_in: dict[str, str], said: str) -> None:
    block = {"billing": Billing(tax_number="123/45", vat_number="de 123", iban="DE02")}
    builders.lead(alice)
    for item in (builders.contact(alice, communications=PHONE), builders.company(alice)):
        records.change(item, {}, actor=alice, parts=block)
    named = {"last_name": "Other"} if slug == "contacts" else {"title": "Other"}
    answer = new(web, slug, **named | typed_in)
    assert answer.status_code == 409
    assert said in text(answer)


def test_what_nobody_has_is_saved_at_once(web: Client, jana: Any) -> None:
    assert new(web, "contacts", first_name="Jan", last_name="Brand").status_code == 303


def test_types_without_criteria_ask_nothing(web: Client, alice: User) -> None:
    builders.deal(alice, title="Shop")
    assert new(web, "deals", title="Shop").status_code == 303
    assert web.get("/deals/new/").context["duplicates"] is None


def test_a_form_that_is_opened_asks_nothing(web: Client, jana: Any) -> None:
    for address in ("/contacts/new/", f"/contacts/{jana.pk}/edit/"):
        page = text(web.get(address))
        assert 'id="duplicates"' in page
        assert MAYBE not in page


# An item that is there ----------------------------------------------------------------------------------------


def test_only_what_was_changed_is_compared(web: Client, alice: User, jana: Any) -> None:
    namesake = builders.contact(alice)
    assert edit(web, namesake, position="Head").status_code == 303
    answer = edit(web, namesake, **{"phone-0-value": "030 123456"})
    assert answer.status_code == 409
    assert "same phone · Alice" in text(answer)
    assert again(web, answer, f"/contacts/{namesake.pk}/edit/").status_code == 303


def test_an_item_is_no_duplicate_of_itself(web: Client, jana: Any) -> None:
    assert edit(web, jana, first_name="JANA").status_code == 303
    assert edit(web, jana, first_name="Jan").status_code == 303


def test_what_somebody_else_changed_meanwhile_is_not_asked_about(web: Client, alice: User, jana: Any) -> None:
    other = builders.contact(alice, first_name="Jan", communications=PHONE)
    form = typed(web.get(f"/contacts/{other.pk}/edit/"), position="Head")
    records.change(other, {}, actor=alice, parts={"communications": ()})
    assert web.post(f"/contacts/{other.pk}/edit/", form).status_code == 303


def test_my_company_is_compared_with_nobody(admin: Client, alice: User) -> None:
    builders.company(alice)
    own = builders.company(alice, title="Mine")
    Company.objects.filter(pk=own.pk).update(is_my_company=True)
    assert edit(admin, own, title="Brandt GmbH").status_code == 303


def test_a_value_that_was_given_up_is_not_asked_about(web: Client, bob: User, jana: Any) -> None:
    other = builders.contact(bob, last_name="Other")
    form = typed(web.get(f"/contacts/{other.pk}/edit/"), last_name="Brandt")
    records.change(other, {"last_name": "Bob's"}, actor=bob)
    both = again(web, web.post(f"/contacts/{other.pk}/edit/", form), f"/contacts/{other.pk}/edit/")
    theirs = typed(both, keep_last_name="theirs", duplicates_seen=None)
    assert web.post(f"/contacts/{other.pk}/edit/", theirs).status_code == 303


def test_a_conversion_is_not_stopped_by_it(alice: User, jana: Any) -> None:
    lead = builders.lead(alice)
    contact = conversion.variant_of("lead", "contact")
    assert contact is not None
    decisions = conversion.Decisions(use={"contact": conversion.NEW})
    conversion.apply(lead, contact, decisions=decisions, seen=conversion.Seen(lead.version), actor=alice, key="k")
    assert Item.objects.of_type("contact").count() == 2


# Rights -------------------------------------------------------------------------------------------------------


def test_what_one_may_not_see_is_a_sentence(web: Client, charlie: User) -> None:
    hidden = builders.company(charlie, title="Brandt Geheim GmbH", open_to_all=False)
    answer = new(web, "companies", title="BRANDT geheim")
    page = text(answer)
    assert answer.status_code == 409
    assert HIDDEN in page
    assert "Brandt Geheim" not in page
    assert f"/companies/{hidden.pk}/" not in page
    assert answer.context["duplicates"]["matches"] == []
    assert again(web, answer, "/companies/new/").status_code == 303


def test_nobody_finds_what_is_hidden_by_guessing_its_id(web: Client, charlie: User) -> None:
    hidden = builders.company(charlie, title="Geheim GmbH", open_to_all=False)
    answers = [new(web, "companies", title="Geheim", not_duplicate=guess) for guess in (str(hidden.pk), "17", None)]
    shown = [answer.context["duplicates"] for answer in answers]
    assert [each["hidden_note"] for each in shown] == [HIDDEN] * 3
    assert len({each["seen"] for each in shown}) == 1


def test_whether_two_guesses_mean_one_hidden_item_is_not_told(web: Client, charlie: User) -> None:
    builders.contact(charlie, communications=PHONE, open_to_all=False)
    guesses: tuple[dict[str, Any], ...] = (JANA, {"last_name": "Other", "phone-0-value": "030 123456"})
    by_name, by_phone = (new(web, "contacts", **guess).context["duplicates"]["seen"] for guess in guesses)
    assert by_name != by_phone
    assert new(web, "contacts", **guesses[1], duplicates_seen=by_name).status_code == 409
    assert new(web, "contacts", **guesses[1], duplicates_seen=by_phone).status_code == 303


def test_who_may_not_add_is_told_nothing(web: Client, jana: Any) -> None:
    form = web.get("/contacts/new/")
    builders.take_right_away("add", "contact")
    assert look(web, form, **JANA).status_code == 403


def test_nobody_looks_through_an_item_they_may_not_see(web: Client, charlie: User, jana: Any) -> None:
    hidden = builders.contact(charlie, first_name="Other", open_to_all=False)
    assert look(web, web.get("/contacts/new/"), item=str(hidden.pk), **JANA).status_code == 404


def test_a_restricted_field_asks_those_who_see_it(web: Client, alice: User, dana: User) -> None:
    field = stored(dana, "string", "CUSTOMER", finds_duplicates=True)
    builders.deal(alice, CUSTOMER="K-17")
    answer = new(web, "deals", CUSTOMER="k 17")
    assert answer.status_code == 409
    assert "same value in “Customer” · Alice" in text(answer)
    changes.restrict(field, [dana], [], actor=dana)
    assert new(web, "deals", CUSTOMER="k 17").status_code == 303


# Not a duplicate ----------------------------------------------------------------------------------------------


def test_not_a_duplicate_takes_one_away_and_loses_nothing(web: Client, alice: User, jana: Any) -> None:
    other = builders.contact(alice)
    asked = new(web, "contacts", **JANA, comment="Typed with care")
    answer = again(web, asked, PARTS, not_duplicate=str(jana.pk))
    page = text(answer)
    assert answer.status_code == 200
    assert [match["value"] for match in answer.context["duplicates"]["matches"]] == [other.pk]
    assert "Typed with care" in page
    assert NotDuplicate.objects.count() == 0
    assert again(web, answer).status_code == 303


def test_it_is_remembered_with_the_save_and_not_offered_again(web: Client, alice: User, jana: Any) -> None:
    set_apart = again(web, new(web, "contacts", **JANA), PARTS, not_duplicate=str(jana.pk))
    assert MAYBE not in text(set_apart)
    assert again(web, set_apart).status_code == 303
    made = Item.objects.latest("pk")
    assert (NotDuplicate.objects.get().item_id, NotDuplicate.objects.get().other_id) == (jana.pk, made.pk)
    assert edit(web, made, **{"phone-0-value": "030 123456"}).status_code == 303


def test_another_person_is_asked_still(web: Client, alice: User, bob: User, jana: Any) -> None:
    other = builders.contact(alice)
    duplicates.remember(other, [jana.pk], actor=alice)
    web.force_login(bob)
    assert edit(web, other, **{"phone-0-value": "030 123456"}).status_code == 409


@pytest.mark.parametrize("forged", ["0", "x", "9" * 40, "\x00"])
def test_a_forged_answer_breaks_nothing(web: Client, jana: Any, forged: str) -> None:
    assert new(web, "contacts", first_name="Jan", not_duplicate=forged).status_code == 303
    assert not NotDuplicate.objects.exists()


# While typing -------------------------------------------------------------------------------------------------


def test_scripts_get_the_notice_alone_and_nothing_is_written(web: Client, jana: Any) -> None:
    answer = look(web, web.get("/contacts/new/"), **{"phone-0-value": "030-123456"})
    page = text(answer)
    assert answer.status_code == 200
    assert "<html" not in page
    assert 'aria-live="polite"' in page
    assert "same phone · Alice" in page
    assert "Save anyway" not in page
    assert Item.objects.count() == 1


def test_what_cannot_be_read_yet_is_no_fault(web: Client, dana: User, jana: Any) -> None:
    stored(dana, "integer", "SEATS", item_type="contact", finds_duplicates=True)
    form = web.get("/contacts/new/")
    half = {"phone-0-value": "\x00", "email-0-value": "jana@\x00", "last_name": "B\x00", "SEATS": "many"}
    answer = look(web, form, **half)
    assert answer.status_code == 200
    assert MAYBE not in text(answer)


def test_the_notice_asks_anew_where_something_is_typed(web: Client, dana: User) -> None:
    stored(dana, "string", "CUSTOMER", item_type="contact", finds_duplicates=True)
    when = web.get("/contacts/new/").context["duplicates"]["when"]
    for name in ("[name=first_name]", "[name=last_name]", "[name^=phone-]", "[name=billing-iban]", "[name=CUSTOMER]"):
        assert name in when


def test_a_type_that_compares_nothing_has_no_such_part(web: Client) -> None:
    assert web.post(PARTS, {"item_type": "deal"}, headers={"HX-Request": "true"}).status_code == 400


# German -------------------------------------------------------------------------------------------------------


def test_it_reads_in_german(web: Client, alice: User, charlie: User, jana: Any) -> None:
    builders.contact(charlie, open_to_all=False)
    alice.language = "de"
    alice.save(update_fields=["language"])
    page = text(new(web, "contacts", **JANA, **{"phone-0-value": "030 123456"}))
    for words in (
        "Noch nicht gespeichert. Vielleicht gibt es das schon:",
        "gleiche Telefonnummer, gleicher Name · Alice",
        "Keine Dublette",
        "Trotzdem speichern",
        "Es gibt eine mögliche Dublette, die Sie nicht sehen dürfen.",
    ):
        assert words in page
