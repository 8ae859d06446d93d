"""Which column of a file is which of ours: what lists and exports call a column is known here too."""

import pytest

from segue.core import item_types
from segue.crm import columns
from segue.importers import heads
from segue.importers.options import Options
from tests import builders


def known(code: str) -> list[columns.Column]:
    """The columns that may come in, without those of the company's own."""
    return [*columns.coming(item_types.get(code), {}).values()]


@pytest.mark.parametrize("code", builders.MAKERS)
def test_what_leaves_and_comes_is_known_by_its_headings(code: str) -> None:
    both = [each for each in known(code) if each.leaves]
    head = [heading for column in both for heading in column.headings]
    assert {*heads.guess(head, known(code))} - {""} == {column.name for column in both}


@pytest.mark.parametrize("code", builders.MAKERS)
def test_a_heading_names_one_column_alone(code: str) -> None:
    every = columns.every(item_types.get(code), {}).values()
    found = [heads.plain(heading) for column in every for heading in column.headings]
    assert len(found) == len({*found})


def test_names_of_others_count_beside_their_ids() -> None:
    head = ["Client", "Client (ID)", "Name"]
    assert heads.guess(head, known("deal")) == ["client", "client", "title"]
    assert heads.guess(["Client", "Name", "Client (ID)"], known("deal")) == ["", "title", "client"]


def test_of_two_headings_that_for_programs_is_taken() -> None:
    head = ["Stage", "Stage (code)", "Responsible person", "Responsible person (e-mail)"]
    assert heads.guess(head, known("deal")) == ["", "stage", "", "owner"]


def test_only_our_own_exports_have_such_headings() -> None:
    of_deals = known("deal")
    assert heads.is_ours(["Name", "Stage (code)"], of_deals)
    assert not heads.is_ours(["Name", "Product code", "Stage"], of_deals)


def test_the_reason_at_the_end_is_no_part_of_a_head() -> None:
    assert heads.compared(["Name", "Ort", "Grund"]) == heads.compared(["name", "ORT"])


def test_options_that_are_none_any_more_are_left_out() -> None:
    assert Options.read({"key": "id", "colour": "red", "criteria": ["name"]}) == Options(key="id", criteria=("name",))
