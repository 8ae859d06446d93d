"""Do values that name people, items and files travel, also where a person could not choose them any more?"""

from typing import Any

import pytest

from segue.core import records
from segue.core.custom_fields import definitions, filed
from segue.core.models import Attachment, Blob, CustomReference, Item, User
from segue.crm.conversion import UndoRefused
from segue.crm.models import Invoice
from tests import builders
from tests.crm.conversion.fields import field, held, upload
from tests.crm.conversion.steps import convert, made, undo


@pytest.fixture
def both(dana: User) -> None:
    """Deals and invoices with the same fields."""
    for item_type in ("deal", "invoice"):
        field(item_type, "employee", "Who", by=dana)
        field(item_type, "crm", "What", by=dana, multiple=True)
        field(item_type, "file", "Papers", by=dana, multiple=True)


def invoice_of(deal: Item, actor: User) -> Any:
    return made(convert(deal, "invoice", actor), "invoice")


@pytest.mark.usefixtures("both")
def test_somebody_who_left_is_carried(dana: User, bob: User) -> None:
    deal = builders.deal(dana, WHO=bob.pk)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    invoice = invoice_of(deal, dana)
    assert held(invoice) == {"WHO": bob.pk}
    assert CustomReference.objects.filter(item=invoice, user=bob).exists()


@pytest.mark.usefixtures("both")
def test_an_item_in_the_recycle_bin_is_carried(dana: User) -> None:
    lead, other = builders.lead(dana), builders.lead(dana)
    deal = builders.deal(dana, WHAT=[lead.pk, other.pk])
    records.delete(lead, actor=dana)
    assert held(invoice_of(deal, dana)) == {"WHAT": [lead.pk, other.pk]}


@pytest.mark.usefixtures("both")
def test_an_item_the_person_may_not_see_is_carried(alice: User, charlie: User) -> None:
    hidden = builders.lead(alice, open_to_all=False)
    deal = builders.deal(alice, owner=charlie, WHAT=[hidden.pk])
    assert held(invoice_of(deal, charlie)) == {"WHAT": [hidden.pk]}


def test_an_item_of_a_type_the_target_does_not_take_stays(dana: User) -> None:
    field("deal", "crm", "What", by=dana, multiple=True, settings={"types": ["lead", "company"]})
    field("invoice", "crm", "What", by=dana, multiple=True)
    lead, company = builders.lead(dana), builders.company(dana)
    assert held(invoice_of(builders.deal(dana, WHAT=[lead.pk]), dana)) == {"WHAT": [lead.pk]}
    assert held(invoice_of(builders.deal(dana, WHAT=[lead.pk, company.pk]), dana)) == {}


@pytest.mark.usefixtures("both")
def test_files_arrive_as_attachments_of_their_own(dana: User) -> None:
    deal = builders.deal(dana, PAPERS=(upload("a.pdf", b"one", dana), upload("b.pdf", b"two", dana)))
    invoice = invoice_of(deal, dana)
    records.change(deal, {"PAPERS": None}, actor=dana)
    invoice.refresh_from_db()
    papers = definitions.of_type("invoice")["PAPERS"]
    assert [file.name for file in filed.held(invoice, papers)] == ["a.pdf", "b.pdf"]
    assert (Attachment.objects.count(), Blob.objects.count()) == (2, 2)


@pytest.mark.usefixtures("both")
def test_undo_is_refused_where_somebody_added_a_file_to_a_field(dana: User) -> None:
    deal = builders.deal(dana, PAPERS=(upload("a.pdf", b"one", dana),))
    done = convert(deal, "invoice", dana)
    invoice = made(done, "invoice")
    added = (*filed.held(invoice, definitions.of_type("invoice")["PAPERS"]), upload("b.pdf", b"two", dana))
    records.change(invoice, {"PAPERS": added}, actor=dana)
    with pytest.raises(UndoRefused):
        undo(done, dana)
    assert Invoice.objects.get(pk=invoice.pk).deleted_at is None
