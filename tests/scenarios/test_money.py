"""Does a paper come to what its rounding mode says, and does it keep both, whatever the setting is later?"""

from decimal import Decimal

import pytest

from segue.core import preferences
from segue.core.models import User
from segue.crm.rows import Row
from tests import builders
from tests.scenarios.desk import Desk

MODES = ("per_row", "per_tax_rate", "per_document")
SIX = (builders.row(price="1.1111", tax_rate=Decimal(6)),) * 3
GROUPS = tuple(Row("Leaflet", Decimal("0.125"), tax_rate=rate) for rate in (Decimal(19), Decimal(7), None))


def tax_and_total(desk: Desk) -> tuple[str, str]:
    """The last two lines below the products of the open item."""
    totals = desk.tab("products")["products"]["totals"]
    return totals["tax"], totals["total"]


def invoiced(desk: Desk, alice: User, mode: str, rows: tuple[Row, ...]) -> tuple[str, str]:
    """What an estimate of that mode comes to; the invoice made of it comes to the same when another is usual."""
    preferences.save({"rounding_mode": mode})
    estimate = builders.estimate(alice, rows=rows)
    preferences.save({"rounding_mode": MODES[MODES.index(mode) - 1]})
    before = tax_and_total(desk.open(f"/estimates/{estimate.pk}/"))
    assert tax_and_total(desk.press("Invoice")) == before
    return before


def test_an_old_estimate_keeps_its_total_when_the_setting_is_another_m4(desk: Desk, alice: User) -> None:
    estimate = builders.estimate(alice, rows=(builders.row(price="0.07"),) * 18)
    preferences.save({"rounding_mode": "per_tax_rate"})
    desk.open(f"/estimates/{estimate.pk}/").edit(terms="30 days")
    assert tax_and_total(desk) == ("€0.18", "€1.44")


@pytest.mark.parametrize(("mode", "tax"), [*zip(MODES, ("€0.21", "€0.20", "€0.20"), strict=True)])
def test_tax_of_three_rows_is_rounded_as_the_paper_says_m5(desk: Desk, alice: User, mode: str, tax: str) -> None:
    assert invoiced(desk, alice, mode, SIX)[0] == tax


@pytest.mark.parametrize(("mode", "total"), [*zip(MODES, ("€0.41", "€0.42", "€0.41"), strict=True)])
def test_groups_are_summed_as_the_paper_says_m6(desk: Desk, alice: User, mode: str, total: str) -> None:
    assert invoiced(desk, alice, mode, GROUPS)[1] == total
