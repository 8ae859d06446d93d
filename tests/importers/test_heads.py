"""Which column of a file is which of ours: what lists and exports call a column is known here too."""

import pytest

from segue.core import item_types
from segue.crm import columns, exchange
from segue.importers import heads
from segue.importers.options import Options
from tests import builders

OTHERWISE = {"im": "messenger"}
LEFT_OUT = {"files", "rows"}


@pytest.mark.parametrize("code", builders.MAKERS)
def test_what_people_enter_is_known_by_the_headings_of_exports(code: str) -> None:
    item_type = item_types.get(code)
    typed = [each for each in columns.standard(item_type).values() if each.is_typed and each.name not in LEFT_OUT]
    head = [heading for column in typed for heading in column.headings]
    guessed = heads.guess(head, exchange.columns(item_type, {}))
    known = {name for name in guessed if name}
    assert {OTHERWISE.get(column.name, column.name) for column in typed} - known == set()


def test_of_two_headings_that_for_programs_is_taken() -> None:
    head = ["Stage", "Stage (code)", "Responsible person", "Responsible person (e-mail)"]
    assert heads.guess(head, exchange.columns(item_types.get("deal"), {})) == ["", "stage", "", "owner"]


def test_only_our_own_exports_have_such_headings() -> None:
    of_deals = exchange.columns(item_types.get("deal"), {})
    assert heads.is_ours(["Name", "Stage (code)"], of_deals)
    assert not heads.is_ours(["Name", "Product code", "Stage"], of_deals)


def test_the_reason_at_the_end_is_no_part_of_a_head() -> None:
    assert heads.compared(["Name", "Ort", "Grund"]) == heads.compared(["name", "ORT"])


def test_options_that_are_none_any_more_are_left_out() -> None:
    assert Options.read({"key": "id", "colour": "red", "criteria": ["name"]}) == Options(key="id", criteria=("name",))
