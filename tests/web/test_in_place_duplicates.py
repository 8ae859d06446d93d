"""Does a value that is edited where it is read say who may be the same, and take the same answers as the whole form?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import records
from segue.core.models import Item, User
from segue.crm.billing import Billing
from segue.crm.communications import Communication
from segue.crm.models import Contact, NotDuplicate
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.web.form_data import errors, typed, typed_in_place
from tests.web.in_place_data import HTMX, opened, place, save, sent

PHONE = (Communication("PHONE", "030 123456"),)
NOT_SAVED, MAYBE = "Not saved yet.", "Perhaps this exists already"
PARTS = "/parts/duplicates/"


@pytest.fixture
def jana(alice: User) -> Item:
    """A contact that is there already."""
    return builders.contact(alice, communications=PHONE)


@pytest.fixture
def other(alice: User) -> Item:
    """Another, who is called Jana too."""
    return builders.contact(alice, last_name="Other", position="Head")


def asked(web: Client, other: Item) -> Any:
    """Save the name of the one that is there."""
    return save(web, other, "last_name", last_name="Brandt")


def name_of(item: Item) -> str:
    """What is stored."""
    return Contact.objects.get(pk=item.pk).title


def test_the_first_save_comes_back_with_who_may_be_the_same(web: Client, jana: Item, other: Item) -> None:
    answer = asked(web, other)
    page = answer.content.decode()
    assert (answer.status_code, name_of(other)) == (409, "Jana Other")
    assert all(text in page for text in (NOT_SAVED, f'href="/contacts/{jana.pk}/"', "same name · Alice"))
    assert page.index('class="in-place"') < page.index(NOT_SAVED) < page.index('value="Brandt"')


def test_the_second_save_stores_it(web: Client, jana: Item, other: Item) -> None:
    answer = sent(web, other, "last_name", typed_in_place(asked(web, other)))
    assert (answer.status_code, name_of(other)) == (200, "Jana Brandt")


def test_save_anyway_is_a_button(web: Client, jana: Item, other: Item) -> None:
    seen = asked(web, other).context["duplicates"]["seen"]
    assert save(web, other, "last_name", last_name="Brandt", duplicates_seen=seen).status_code == 200
    assert name_of(other) == "Jana Brandt"


def test_a_value_that_is_compared_with_nothing_asks_nothing(web: Client, jana: Item, other: Item) -> None:
    namesake = builders.contact(other.owner)
    answer = opened(web, namesake, "position")
    assert answer.context["duplicates"] is None
    assert save(web, namesake, "position", position="Head").status_code == 200


CASES = (
    ("leads", "company_name", {"company_name": "BRANDT AG"}, "same company name"),
    ("leads", "communications", {"email-0-value": "JANA@brandt.example"}, "same e-mail"),
    ("contacts", "first_name", {"first_name": "jana"}, "same name"),
    ("contacts", "communications", {"phone-0-value": "+4930123456"}, "same phone"),
    ("contacts", "section-about", {"phone-0-value": "+4930123456", "first_name": "JANA"}, "same phone, same name"),
    ("companies", "title", {"title": "brandt ag"}, "same name"),
    ("companies", "billing", {"billing-vat_number": "DE123"}, "same VAT number"),
    ("companies", "A", {"A": "k 17"}, "same value in “Customer”"),
)

OTHERS: dict[str, dict[str, str]] = {
    "leads": {"first_name": "X", "company_name": "Other"},
    "contacts": {"first_name": "X"},
    "companies": {"title": "Other"},
}


@pytest.mark.parametrize("case", CASES)
def test_whatever_is_compared_asks(web: Client, alice: User, dana: User, case: Any) -> None:
    slug, spot, changes, said = case
    stored(dana, "string", "A", item_type="company", finds_duplicates=True, labels={"en": "Customer"})
    builders.lead(alice)
    builders.contact(alice, communications=PHONE)
    records.change(builders.company(alice, A="K-17"), {}, actor=alice, parts={"billing": Billing(vat_number="DE 123")})
    item = builders.BY_SLUG[slug](alice, communications=(), **OTHERS[slug])
    answer = save(web, item, spot, **changes)
    assert (answer.status_code, said in answer.content.decode()) == (409, True)
    assert sent(web, item, spot, typed_in_place(answer)).status_code == 200


def test_what_is_wrong_and_who_may_be_the_same_is_said_at_once(web: Client, jana: Item, other: Item) -> None:
    both = {"last_name": "Brandt", "email-0-value": "nonsense"}
    answer = save(web, other, "section-about", **both)
    assert (answer.status_code, errors(answer)) == (422, ["“nonsense” is not an e-mail address."])
    assert MAYBE in answer.content.decode()
    data = typed_in_place(answer, **{"email-0-value": ""})
    assert (data["last_name"], sent(web, other, "section-about", data).status_code) == (["Brandt"], 200)


def test_the_notice_is_looked_up_anew_by_what_is_typed_in_place(web: Client, jana: Item, other: Item) -> None:
    data = typed_in_place(opened(web, other, "last_name"), last_name="Brandt")
    page = web.post(PARTS, data, headers=HTMX).content.decode()
    assert 'id="at-last_name-duplicates"' in page
    assert 'hx-target="#at-last_name-duplicates"' in page
    assert "same name · Alice" in page


def test_not_a_duplicate_is_remembered_with_the_save(web: Client, jana: Item, other: Item) -> None:
    data = typed_in_place(asked(web, other))
    notice = web.post(PARTS, data | {"not_duplicate": str(jana.pk)}, headers=HTMX)
    assert MAYBE not in notice.content.decode()
    data = data | {"not_duplicate": str(jana.pk), "duplicates_seen": ""}
    assert sent(web, other, "last_name", data).status_code == 200
    assert (NotDuplicate.objects.get().item_id, NotDuplicate.objects.get().other_id) == (jana.pk, other.pk)


def test_what_one_may_not_see_is_a_sentence(web: Client, charlie: User, other: Item) -> None:
    builders.contact(charlie, first_name="Jana", last_name="Geheim", open_to_all=False)
    page = save(web, other, "last_name", last_name="geheim")
    assert "A possible duplicate exists that you cannot see." in page.content.decode()
    assert sent(web, other, "last_name", typed_in_place(page)).status_code == 200


def test_sent_as_a_page_the_whole_form_asks_and_saves_anyway(web: Client, charlie: User, other: Item) -> None:
    builders.contact(charlie, open_to_all=False)
    data = typed_in_place(opened(web, other, "last_name"), last_name="Brandt")
    page = web.post(place(other, "last_name"), data)
    again = typed(page)
    assert (page.status_code, NOT_SAVED in page.content.decode()) == (409, True)
    assert (again["last_name"], again["position"]) == (["Brandt"], ["Head"])
    assert web.post(f"/contacts/{other.pk}/edit/", again).status_code == 303
    assert name_of(other) == "Jana Brandt"


def test_not_a_duplicate_sent_as_a_page_shows_the_whole_form(web: Client, jana: Item, other: Item) -> None:
    page = web.post(PARTS, typed_in_place(asked(web, other)) | {"not_duplicate": str(jana.pk)})
    again = typed(page)
    assert (again["last_name"], again["position"], MAYBE in page.content.decode()) == (["Brandt"], ["Head"], False)
    assert web.post(f"/contacts/{other.pk}/edit/", again).status_code == 303
