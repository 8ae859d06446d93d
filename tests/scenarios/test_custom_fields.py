"""Do the fields that a company added keep their values, files and pictures when one item is made from another?"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from segue.core.models import User
from tests import builders
from tests.crm.conversion.fields import field, held, upload
from tests.scenarios.desk import Desk
from tests.scenarios.test_files import PNG, link, opened


@pytest.fixture(autouse=True)
def files_dir(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


def test_a_file_in_a_field_that_both_sides_have_opens_from_the_target_d1(desk: Desk, alice: User, dana: User) -> None:
    for item_type in ("deal", "invoice"):
        field(item_type, "file", "Contract", by=dana)
    deal = builders.deal(alice, CONTRACT=(upload("contract.pdf", b"%PDF-1.7 signed", alice),))
    desk.open(f"/deals/{deal.pk}/").press("Invoice")
    assert opened(desk.client, link(desk, "contract.pdf"))[1] == b"%PDF-1.7 signed"


def test_a_file_in_a_field_stays_when_the_source_loses_it_d1(desk: Desk, alice: User, dana: User) -> None:
    for item_type in ("deal", "invoice"):
        field(item_type, "file", "Contract", by=dana)
    deal = builders.deal(alice, CONTRACT=(upload("contract.pdf", b"%PDF-1.7 signed", alice),))
    carried = link(desk.open(f"/deals/{deal.pk}/").press("Invoice"), "contract.pdf")
    deal.attachments.all().delete()
    assert opened(desk.client, carried)[1] == b"%PDF-1.7 signed"


def test_a_picture_in_a_field_opens_as_a_picture_d3(desk: Desk, alice: User, dana: User) -> None:
    for item_type in ("lead", "contact"):
        field(item_type, "file", "Portrait", by=dana)
    lead = builders.lead(alice, PORTRAIT=(upload("jana.png", PNG, alice),))
    response, content = opened(desk.client, link(desk.open(f"/leads/{lead.pk}/").press("Contact"), "jana.png"))
    assert (response["Content-Type"], content) == ("image/png", PNG)


def test_custom_values_and_product_rows_both_arrive_d8(desk: Desk, alice: User, dana: User) -> None:
    for item_type in ("deal", "estimate"):
        field(item_type, "double", "Weight", by=dana)
    deal = builders.deal(alice, WEIGHT=Decimal("2.5"))
    item = desk.open(f"/deals/{deal.pk}/").press("Estimate").item
    assert (held(item), item.rows.count(), item.amount) == ({"WEIGHT": Decimal("2.5")}, 2, deal.amount)
