"""Which spans are there on which day of the week, and which day does a drop on each set?"""

from datetime import date, timedelta

import pytest

from segue.web.components import deadlines

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
WEEK = [MONDAY + timedelta(days=each) for each in range(7)]


@pytest.mark.parametrize("today", WEEK)
def test_every_day_falls_into_one_span(today: date) -> None:
    days = [today + timedelta(days=each) for each in range(-20, 40)]
    for day in days:
        within = [
            each.code
            for each in deadlines.spans(today)
            if (each.begins is None or day >= each.begins) and (each.ends is None or day < each.ends)
        ]
        assert within == [deadlines.span_of(day, today)]


def test_a_week_ends_on_sunday() -> None:
    assert deadlines.span_of(SUNDAY, MONDAY) == "this-week"
    assert deadlines.span_of(SUNDAY + timedelta(days=1), MONDAY) == "next-week"


def test_a_drop_on_this_week_means_tomorrow_and_on_its_last_day_today() -> None:
    def sets(today: date) -> date | None:
        return next(each.sets for each in deadlines.spans(today) if each.code == "this-week")

    assert (sets(MONDAY), sets(SUNDAY)) == (MONDAY + timedelta(days=1), SUNDAY)


@pytest.mark.parametrize("today", WEEK)
def test_what_is_dropped_stays_where_it_was_dropped(today: date) -> None:
    for each in deadlines.spans(today):
        if each.sets and each.ends != each.begins:
            assert deadlines.span_of(each.sets, today) == each.code
