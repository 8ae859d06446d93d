"""Does a stage ask for the standard fields that it requires, in a small form that completes the move?"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from segue.core import records
from segue.core.models import Attachment, Item, User
from segue.crm import clients, rows
from segue.crm.models import Deal, Lead
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.core.test_required import need
from tests.crm.test_stages import stage
from tests.web.form_data import errors
from tests.web.test_custom_fields_stages import press, sent


@pytest.fixture
def deal(client: Client, alice: User) -> Item:
    client.force_login(alice)
    made: Item = builders.deal(alice, rows=())
    return made


def test_a_move_asks_for_the_missing_field_only(client: Client, dana: User, deal: Item) -> None:
    need(dana, "comment", "EXECUTING")
    page = press(client, deal)
    told = page.content.decode()
    assert (page.status_code, errors(page)) == (422, ["This field is required."])
    assert ('name="comment"' in told, 'name="title"' in told, "Save and move" in told) == (True, False, True)


def test_filling_it_in_completes_the_move(client: Client, dana: User, deal: Item) -> None:
    need(dana, "comment", "EXECUTING")
    answer = client.post(f"/deals/{deal.pk}/stage/", sent(press(client, deal), comment="Called"))
    found = Deal.objects.get()
    assert (answer.status_code, str(found.stage), found.comment, found.version) == (303, "In progress", "Called", 2)


def test_what_somebody_else_saved_meanwhile_is_told_and_nothing_typed_is_lost(
    client: Client, dana: User, bob: User, deal: Item
) -> None:
    need(dana, "comment", "EXECUTING")
    form = sent(press(client, deal), comment="Called")
    records.change(deal, {"comment": "Written to"}, actor=bob)
    page = client.post(f"/deals/{deal.pk}/stage/", form)
    told = page.content.decode()
    assert page.status_code == 409
    assert "This was changed meanwhile: Comment: Written to." in told
    assert ">\nCalled</textarea>" in told or ">Called</textarea>" in told
    assert client.post(f"/deals/{deal.pk}/stage/", sent(page)).status_code == 303
    assert (Deal.objects.get().comment, str(Deal.objects.get().stage)) == ("Called", "In progress")


def test_left_blank_it_is_asked_for_again(client: Client, dana: User, deal: Item) -> None:
    need(dana, "comment", "EXECUTING")
    page = client.post(f"/deals/{deal.pk}/stage/", sent(press(client, deal), comment="  "))
    assert (page.status_code, errors(page)) == (422, ["This field is required."])


def test_a_field_of_the_companys_own_is_asked_for_beside_it(client: Client, dana: User, deal: Item) -> None:
    need(dana, "comment", "EXECUTING")
    stored(dana, "string", "A", mandatory_from=stage("EXECUTING"))
    page = press(client, deal)
    assert len(errors(page)) == 2
    assert client.post(f"/deals/{deal.pk}/stage/", sent(page, comment="Called", A="V-7")).status_code == 303


def test_an_amount_comes_with_its_currency(client: Client, dana: User, deal: Item) -> None:
    need(dana, "amount", "EXECUTING")
    page = press(client, deal)
    client.post(f"/deals/{deal.pk}/stage/", sent(page, amount="1200", currency="USD"))
    found = Deal.objects.get()
    assert (str(found.amount.normalize()), found.currency_id, str(found.stage)) == ("1.2E+3", "USD", "In progress")


def test_the_client_is_chosen_without_javascript(client: Client, alice: User, dana: User, deal: Item) -> None:
    need(dana, "client", "EXECUTING")
    firm, address = builders.company(alice), f"/deals/{deal.pk}/stage/"
    found = client.post(address, sent(press(client, deal), company_q="Brandt", client_action="search"))
    assert (found.status_code, "Brandt GmbH" in found.content.decode()) == (200, True)
    chosen = client.post(address, sent(found, company_q="", client_action=f"add-company:{firm.pk}"))
    assert client.post(address, sent(chosen)).status_code == 303
    assert clients.read(Deal.objects.get()).company == firm.pk


def test_a_new_client_is_made_with_the_move(client: Client, dana: User, deal: Item) -> None:
    need(dana, "client", "EXECUTING")
    client.post(f"/deals/{deal.pk}/stage/", sent(press(client, deal), company_q="Aurora Foods"))
    assert Item.objects.get(type="company").title == "Aurora Foods"
    assert str(Deal.objects.get().stage) == "In progress"


def test_products_are_called_so_where_they_are_asked_for(client: Client, dana: User, deal: Item) -> None:
    need(dana, "rows", "EXECUTING")
    assert 'Products <span class="required-mark">' in press(client, deal).content.decode()


def test_a_product_is_typed_with_the_move(client: Client, dana: User, deal: Item) -> None:
    need(dana, "rows", "EXECUTING")
    address, page = f"/deals/{deal.pk}/stage/", press(client, deal)
    page = client.post(address, sent(page, rows_action="add"))
    typed = {"rows-0-name": "Hosting", "rows-0-price": "10", "rows-0-quantity": "2"}
    assert client.post(address, sent(page) | typed).status_code == 303
    assert [row.name for row in rows.read(Deal.objects.get())] == ["Hosting"]


def test_a_file_is_uploaded_with_the_move(client: Client, dana: User, deal: Item) -> None:
    need(dana, "files", "EXECUTING")
    data = sent(press(client, deal), files=SimpleUploadedFile("contract.pdf", b"%PDF"))
    assert client.post(f"/deals/{deal.pk}/stage/", data).status_code == 303
    assert Attachment.objects.get(item=deal.pk).name == "contract.pdf"


def test_htmx_gets_the_part_alone(client: Client, alice: User, dana: User, deal: Item) -> None:
    need(dana, "observers", "EXECUTING")
    data = sent(press(client, deal), observers_add=str(alice.pk), observers_action="add")
    part = client.post(f"/deals/{deal.pk}/stage/", data, headers={"HX-Request": "true"}).content.decode()
    assert ("Remove Alice" in part, "<html" in part, f"/deals/{deal.pk}/stage/" in part) == (True, False, True)


@pytest.mark.parametrize("button", ["client_action", "rows_action", "communications_action"])
def test_a_button_of_what_is_not_asked_is_refused(client: Client, dana: User, deal: Item, button: str) -> None:
    need(dana, "comment", "EXECUTING")
    data: dict[str, Any] = sent(press(client, deal), **{button: "add"})
    assert client.post(f"/deals/{deal.pk}/stage/", data).status_code == 400


def test_a_lead_that_is_junk_needs_nothing(client: Client, alice: User, dana: User) -> None:
    client.force_login(alice)
    lead = builders.lead(alice)
    need(dana, "comment", "IN_PROCESS", "lead")
    assert client.post(f"/leads/{lead.pk}/stage/", {"stage": "JUNK", "version": "1"}).status_code == 303
    assert str(Lead.objects.get().stage) == "Junk lead"
