import pytest

from segue.lib import phones


@pytest.mark.parametrize("raw", ["030 123456", "+49 (0)30 123456", "0049-30-123456", " (030) 12 34 56 ", "+4930123456"])
def test_every_notation_of_a_number_is_the_same_number(raw: str) -> None:
    assert phones.parse(raw, "DE") == "+4930123456"
    assert phones.key(raw, "DE") == "4930123456"


def test_two_noughts_dial_abroad_in_every_country() -> None:
    assert phones.parse("0049 30 123456", "US") == "+4930123456"


def test_a_national_number_is_completed_with_the_default_country() -> None:
    assert phones.parse("(212) 555-0123", "US") == "+12125550123"


@pytest.mark.parametrize("raw", ["", "call me", "<script>", "1", "+", "9" * 30, "1" * 10**5])
def test_what_cannot_be_a_number_is_none(raw: str) -> None:
    assert phones.parse(raw, "DE") is None


def test_what_cannot_be_a_number_is_compared_by_its_digits() -> None:
    assert phones.key("00 1-2", "DE") == "12"
    assert phones.key("none", "DE") == ""


def test_extensions_are_told_apart() -> None:
    assert phones.key("030 123456 ext. 7", "DE") != phones.key("030 123456 ext. 8", "DE")


def test_a_number_is_shown_so_that_it_can_be_dialled_from_anywhere() -> None:
    assert phones.display("+4930123456") == "+49 30 123456"
