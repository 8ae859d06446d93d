"""Which code does a name become?"""

import pytest

from segue.core import codes


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Trade show", "TRADE_SHOW"),
        ("In Prüfung", "IN_PRUFUNG"),
        ("  50–250 people! ", "50_250_PEOPLE"),
        ("客户", "VALUE"),
        ("🎉", "VALUE"),
        ("<script>", "SCRIPT"),
        ("a" * 90, "A" * 10),
    ],
)
def test_a_name_becomes_capitals_digits_and_lines(label: str, code: str) -> None:
    assert codes.from_label(label, set(), longest=10 if len(label) > 50 else 30, otherwise="VALUE") == code


def test_a_code_that_is_taken_gets_a_number_within_its_length() -> None:
    taken = {"WARTET_AUF", "WARTET_A_2"}
    assert codes.from_label("Wartet auf Kunden", taken, longest=10, otherwise="STAGE") == "WARTET_A_3"
