"""Does a text that was cut fit its room, and is no more cut than must be?"""

from hypothesis import given
from hypothesis import strategies as st

from segue.lib import lettering


@given(st.text(), st.integers(1, 40))
def test_what_was_cut_fits(text: str, ems: int) -> None:
    room = ems * 14 + 14
    assert lettering.width(lettering.cut(text, 14, room), 14) <= room


@given(st.text(max_size=60))
def test_lines_fit_and_are_no_more_than_asked_for(text: str) -> None:
    lines = lettering.lines(text, 14, 120, 2)
    assert len(lines) <= 2
    assert all(lettering.width(line, 14) <= 120 for line in lines)


def test_what_fits_stays_whole() -> None:
    assert lettering.cut("Website  relaunch", 14, 150) == "Website relaunch"
    assert lettering.lines("Website relaunch for Brandt", 14, 130, 2) == ["Website relaunch", "for Brandt"]


def test_the_rest_is_left_out() -> None:
    assert lettering.lines("Website relaunch for Brandt GmbH and all its branches", 14, 150, 2)[1].endswith("…")
    assert lettering.lines("Donaudampfschifffahrtsgesellschaft", 14, 100, 2)[0].endswith("…")


def test_an_umlaut_is_as_wide_as_its_letter() -> None:
    assert lettering.width("Müller", 14) == lettering.width("Muller", 14)
    assert lettering.width("東京", 10) > lettering.width("To", 10)


def test_a_space_that_does_not_break_is_no_wider_than_another() -> None:
    assert lettering.width("9,99\xa0€", 12) == lettering.width("9,99 €", 12)
