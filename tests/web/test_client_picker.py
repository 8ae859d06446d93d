"""Is the client found, chosen, created and kept, and nothing told that one may not know?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import records
from segue.core.models import Grant, Item, User
from segue.crm import clients
from segue.crm.clients import Clients
from segue.crm.communications import Communication
from segue.crm.models import Company, Contact, Deal, Employment
from segue.web.forms import party_input
from tests import builders
from tests.web.form_data import errors, typed

HTMX = {"HX-Request": "true"}


@pytest.fixture
def firm(alice: User) -> Item:
    return builders.company(alice)


@pytest.fixture
def jana(alice: User, firm: Item) -> Item:
    reach = (Communication("PHONE", "030 1234567"), Communication("EMAIL", "jana@brandt.example"))
    return builders.contact(alice, communications=reach, companies=(firm.pk,))


@pytest.fixture
def secret(charlie: User) -> Item:
    return builders.company(charlie, title="Secret AG", open_to_all=False)


@pytest.fixture
def hidden_deal(alice: User, secret: Item, jana: Item) -> Item:
    return builders.deal(alice, client=builders.client(secret, jana))


def test_a_phone_reads_as_phones_do(web: Client, alice: User) -> None:
    builders.contact(alice, last_name="Ahlers", communications=(Communication("PHONE", "00494066969004"),))
    assert "+49 40 66969004" in search(web, "contact", "Ahlers")


def search(web: Client, kind: str, query: str) -> str:
    return web.get("/parts/client/search/", {"kind": kind, "q": query}).content.decode()


def press(web: Client, action: str, **fields: Any) -> str:
    sent = {"item_type": "deal", "item": ""} | fields | {"client_action": action}
    return web.post("/parts/client/", sent, headers=HTMX).content.decode()


def save(web: Client, item: Item, **changes: Any) -> Any:
    address = f"/deals/{item.pk}/edit/"
    return web.post(address, typed(web.get(address), **changes))


def make(web: Client, slug: str = "deals", **changes: Any) -> Any:
    return web.post(f"/{slug}/new/", typed(web.get(f"/{slug}/new/"), **changes))


# Finding


@pytest.mark.parametrize("query", ["jana", "BRANDT jan", "030 1234567", "+49 30 1234567", "jana@brandt.example"])
def test_contacts_are_found_by_name_phone_and_e_mail(web: Client, jana: Item, query: str) -> None:
    assert f"add-contact:{jana.pk}" in search(web, "contact", query)


def test_what_one_may_not_see_is_not_found(web: Client, secret: Item) -> None:
    assert "Secret AG" not in search(web, "company", "secret")


def test_ones_own_company_is_no_client(web: Client, alice: User, firm: Item) -> None:
    Company.objects.filter(pk=firm.pk).update(is_my_company=True)
    assert f"add-company:{firm.pk}" not in search(web, "company", "brandt")


def test_a_contact_is_not_found_among_companies(web: Client, jana: Item) -> None:
    assert f":{jana.pk}" not in search(web, "company", "jana")


@pytest.mark.parametrize("query", ["", "%", "_", "\x00", "x" * 60000, "zz " * 1500, "<script>", "👩‍🚀", "'\";--"])
def test_a_search_for_nonsense_does_no_harm(web: Client, jana: Item, query: str) -> None:
    page = search(web, "contact", query)
    assert f":{jana.pk}" not in page
    assert "<script>" not in page


def test_a_search_needs_a_kind(web: Client) -> None:
    assert web.get("/parts/client/search/", {"kind": "deal", "q": "x"}).status_code == 400


def test_a_new_name_is_offered_to_those_who_may_add(web: Client, alice: User) -> None:
    assert "Create “Nora Neu”" in search(web, "contact", "Nora Neu")
    Grant.objects.filter(action="add", item_type="contact").update(scope="none")
    assert "Create" not in search(web, "contact", "Nora Neu")


# Choosing


def test_choosing_a_company_offers_its_contacts(web: Client, firm: Item, jana: Item) -> None:
    page = press(web, f"add-company:{firm.pk}")
    assert f"add-contact:{jana.pk}" in page
    assert f'name="company" value="{firm.pk}"' in page


def test_contacts_that_one_may_not_see_are_not_offered(web: Client, charlie: User, firm: Item) -> None:
    builders.contact(charlie, first_name="Quiet", companies=(firm.pk,), open_to_all=False)
    assert "Quiet" not in press(web, f"add-company:{firm.pk}")


def test_buttons_write_nothing_and_keep_everything_without_javascript(web: Client, firm: Item, jana: Item) -> None:
    sent = typed(web.get("/deals/new/"), title="Kept", company=str(firm.pk), contact_q="jana")
    again = typed(web.post("/parts/client/", sent | {"client_action": f"add-contact:{jana.pk}"}))
    assert [again["title"], again["company"], again["contacts"]] == [["Kept"], [str(firm.pk)], [str(jana.pk)]]
    assert not Deal.objects.exists()


def test_a_search_without_javascript_shows_what_it_found(web: Client, jana: Item) -> None:
    sent = typed(web.get("/deals/new/"), contact_q="jana")
    assert f"add-contact:{jana.pk}" in web.post("/parts/client/", sent | {"client_action": "search"}).content.decode()


def test_company_contacts_and_primary_are_stored(web: Client, alice: User, firm: Item, jana: Item) -> None:
    tim = builders.contact(alice, first_name="Tim", last_name="Okafor")
    make(web, company=str(firm.pk), contacts=[str(jana.pk), str(tim.pk)], primary_contact=str(tim.pk))
    assert clients.read(Deal.objects.get()) == Clients(firm.pk, (jana.pk, tim.pk), tim.pk)


def test_without_a_primary_contact_the_first_is(web: Client, alice: User, jana: Item) -> None:
    make(web, contacts=[str(jana.pk)], primary_contact="999")
    assert clients.read(Deal.objects.get()).primary == jana.pk


def test_a_client_is_taken_out(web: Client, alice: User, firm: Item, jana: Item) -> None:
    deal = builders.deal(alice, client=builders.client(firm, jana))
    page = press(web, "remove-company", item=str(deal.pk), company=str(firm.pk), contacts=str(jana.pk))
    assert 'name="company"' not in page
    save(web, deal, company=None, contacts=None)
    assert not clients.read(deal)


# What one may not see


def test_a_hidden_company_is_masked_and_kept(web: Client, hidden_deal: Item, secret: Item) -> None:
    page = web.get(f"/deals/{hidden_deal.pk}/edit/").content.decode()
    assert "Hidden item" in page
    assert "Secret AG" not in page
    assert f'name="company" value="{secret.pk}"' not in page
    save(web, hidden_deal, comment="Called")
    assert clients.read(hidden_deal).company == secret.pk


def test_a_hidden_company_stays_while_contacts_change(web: Client, hidden_deal: Item, secret: Item) -> None:
    save(web, hidden_deal, contacts=None)
    assert clients.read(hidden_deal) == Clients(secret.pk)


def test_a_hidden_company_survives_the_buttons(web: Client, hidden_deal: Item, secret: Item, jana: Item) -> None:
    sent = typed(web.get(f"/deals/{hidden_deal.pk}/edit/"))
    page = web.post("/parts/client/", sent | {"client_action": f"remove-contact:{jana.pk}"})
    assert "Secret AG" not in page.content.decode()
    web.post(f"/deals/{hidden_deal.pk}/edit/", typed(page))
    assert clients.read(hidden_deal) == Clients(secret.pk)


def test_the_mark_of_a_hidden_company_means_nothing_elsewhere(web: Client, alice: User, hidden_deal: Item) -> None:
    mark = typed(web.get(f"/deals/{hidden_deal.pk}/edit/"))["company"]
    response = save(web, builders.deal(alice), company=mark)
    assert errors(response) == ["This company does not exist, or you may not see it."]


@pytest.mark.parametrize("forged", ["999999", "0", "-1", "9" * 40, "abc", "\x00", "hidden-abc", "1e3"])
def test_an_id_that_means_nothing_is_refused(web: Client, forged: str) -> None:
    response = make(web, contacts=[forged])
    assert (response.status_code, errors(response)) == (422, ["This contact does not exist, or you may not see it."])


def test_ids_of_others_of_another_type_and_of_the_bin_are_refused(
    web: Client, alice: User, dana: User, secret: Item
) -> None:
    gone = builders.company(alice, title="Gone")
    records.delete(gone, actor=dana)
    for forged in (secret, builders.contact(alice), builders.lead(alice), gone):
        response = make(web, company=str(forged.pk))
        assert errors(response) == ["This company does not exist, or you may not see it."]
        assert "Secret AG" not in response.content.decode()


# How many


@pytest.fixture
def crowd(alice: User, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Five contacts where three are the most that may be chosen."""
    monkeypatch.setattr(party_input, "MOST", 3)
    return [str(builders.contact(alice, last_name=name).pk) for name in "ABCDE"]


@pytest.fixture
def crowded(alice: User, crowd: list[str]) -> Item:
    """A deal with more contacts than may be chosen."""
    return builders.deal(alice, client=Clients(None, tuple(map(int, crowd))))


def test_an_edit_keeps_all_contacts_that_are_stored(web: Client, crowded: Item, crowd: list[str]) -> None:
    assert save(web, crowded, comment="Call").status_code == 303
    assert save(web, crowded, contacts=crowd[1:]).status_code == 303
    assert clients.read(crowded).contacts == tuple(map(int, crowd[1:]))


def test_more_contacts_than_fit_are_refused_in_words(web: Client, crowd: list[str]) -> None:
    response = make(web, contacts=[*crowd[:3], "new:Nora"])
    assert (response.status_code, errors(response)) == (422, ["At most 3 contacts can be chosen."])
    response = make(web, contacts=crowd[:3], contact_q="Nora")
    assert (errors(response), typed(response)["contact_q"]) == (["At most 3 contacts can be chosen."], ["Nora"])


def test_nobody_is_added_beyond_what_is_stored(web: Client, crowded: Item, crowd: list[str], alice: User) -> None:
    other = str(builders.contact(alice, last_name="F").pk)
    response = save(web, crowded, contacts=[*crowd, other])
    assert (response.status_code, errors(response)) == (422, ["At most 3 contacts can be chosen."])
    page = press(web, f"add-contact:{other}", item=str(crowded.pk), contacts=crowd)
    assert "At most 3 contacts can be chosen." in page


def test_more_companies_than_fit_are_refused(web: Client, crowd: list[str]) -> None:
    response = make(web, slug="contacts", last_name="Neu", companies=[f"new:{each}" for each in crowd])
    assert errors(response) == ["At most 3 companies can be chosen."]


# Creating


def test_a_new_name_becomes_a_contact_of_the_company_on_save(web: Client, firm: Item) -> None:
    make(web, company=str(firm.pk), contacts=["new:Nora van Neu"])
    nora = Contact.objects.get()
    assert (nora.first_name, nora.last_name) == ("Nora van", "Neu")
    assert Employment.objects.get().company_id == firm.pk
    assert clients.read(Deal.objects.get()) == Clients(firm.pk, (nora.pk,), nora.pk)


def test_a_name_left_in_the_search_is_created_on_save(web: Client) -> None:
    make(web, company_q="Neu GmbH", contact_q="Nora")
    assert clients.read(Deal.objects.get()) == Clients(
        Company.objects.get(title="Neu GmbH").pk, (nora := Contact.objects.get().pk,), nora
    )


def test_a_name_that_exists_asks_first(web: Client, firm: Item) -> None:
    response = make(web, company_q="brandt")
    assert (response.status_code, errors(response)) == (422, ["“brandt” exists already. Choose it, or create another."])
    assert f"add-company:{firm.pk}" in response.content.decode()
    assert make(web, company="new:brandt").status_code == 303


def test_without_the_right_nobody_is_created(web: Client, alice: User) -> None:
    Grant.objects.filter(action="add", item_type="contact").update(scope="none")
    response = make(web, contacts=["new:Nora"])
    assert (response.status_code, errors(response)) == (422, ["You may not add contacts. Choose one that exists."])
    assert not Item.objects.exists()


def test_nobody_is_created_when_the_save_is_refused(web: Client) -> None:
    assert make(web, contacts=["new:Nora"], amount="many").status_code == 422
    assert make(web, slug="estimates", contacts=["new:Nora"], valid_until="2020-01-01").status_code == 422
    assert not Item.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "x" * 101, "a\x00b"])
def test_a_name_that_cannot_be_is_refused(web: Client, name: str) -> None:
    response = make(web, contacts=[f"new:{name}"])
    assert response.status_code == 422
    assert len(errors(response)) == 1


def test_a_name_of_markup_is_shown_as_text(web: Client) -> None:
    page = press(web, "add-company:new:<b>{{ 7 }}</b>{% now %}")
    assert "&lt;b&gt;{{ 7 }}&lt;/b&gt;{% now %}" in page


# Companies of a contact, contacts of a company


def test_a_contact_gets_companies_one_of_them_primary(web: Client, alice: User, firm: Item) -> None:
    other = builders.company(alice, title="Other")
    sent = {"companies": [str(firm.pk), str(other.pk)], "primary_company": str(other.pk)}
    make(web, slug="contacts", last_name="Neu", **sent)
    employments = Employment.objects.filter(contact=Contact.objects.get())
    assert set(employments.values_list("company", "is_primary")) == {(firm.pk, False), (other.pk, True)}


def test_a_company_gets_contacts_old_and_new(web: Client, jana: Item) -> None:
    make(web, slug="companies", title="Other", contacts=[str(jana.pk), "new:Nora Neu"])
    names = Employment.objects.filter(company__title="Other").values_list("contact__title", flat=True)
    assert set(names) == {"Jana Brandt", "Nora Neu"}


def test_the_picker_of_companies_searches_and_adds(web: Client, firm: Item) -> None:
    assert f"add-company:{firm.pk}" in press(web, "search", item_type="contact", company_q="brandt")
    assert f'name="companies" value="{firm.pk}"' in press(web, f"add-company:{firm.pk}", item_type="contact")


def test_a_hidden_employer_is_masked_and_kept(web: Client, alice: User, secret: Item) -> None:
    contact = builders.contact(alice, companies=(secret.pk,))
    address = f"/contacts/{contact.pk}/edit/"
    page = web.get(address)
    assert "Secret AG" not in page.content.decode()
    web.post(address, typed(page, position="Buyer"))
    assert [each.company_id for each in Employment.objects.filter(contact=contact.pk)] == [secret.pk]
