from datetime import UTC, date, datetime, timedelta

import pytest

from segue.lib import dates

NEW_YEARS_EVE = date(2026, 12, 31)
LATE = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


def test_today_is_the_day_of_the_zone() -> None:
    assert dates.today("Europe/Berlin", now=LATE) == date(2027, 1, 1)
    assert dates.today("America/New_York", now=LATE) == NEW_YEARS_EVE


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("31.12.2026", "de"),
        ("31.12.26", "de"),
        ("31.12.2026", "en"),
        ("12/31/2026", "en"),
        (" 12/31/26 ", "en"),
        ("31/12/2026", "de"),
        ("2026-12-31", "en"),
        ("2026-12-31", "de"),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, language: str) -> None:
    assert dates.parse_day(typed, language) == NEW_YEARS_EVE


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "today",
        "31.02.2026",
        "2026-13-01",
        "1.2",
        "1.2/2026",
        "0000-01-01",
        "2026-01-2026",
        "\u0661.\u0661.2026",
        "9" * 10**5,
    ],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(dates.NotADay):
        dates.parse_day(typed, "de")


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_day_in_a_field_is_read_back(language: str) -> None:
    assert dates.parse_day(dates.format_input(NEW_YEARS_EVE), language) == NEW_YEARS_EVE


def test_a_day_is_written_in_the_language() -> None:
    assert dates.format_day(NEW_YEARS_EVE, "en") == "Dec 31, 2026"
    assert dates.format_day(NEW_YEARS_EVE, "de") == "31.12.2026"


def test_an_instant_is_written_as_the_clock_of_the_zone_shows_it() -> None:
    assert dates.format_instant(LATE, "Europe/Berlin", "de") == "01.01.2027, 00:30"
    assert dates.format_instant(LATE, "UTC", "en") == "Dec 31, 2026, 11:30\u202fPM"


def test_days_near_today_are_headed_by_the_words_given() -> None:
    heading = dates.day_heading(NEW_YEARS_EVE, today=NEW_YEARS_EVE, language="de", words={0: "Heute"})
    assert heading == "Heute"


def test_other_days_are_headed_by_weekday_and_date() -> None:
    summer = date(2026, 7, 1)
    assert dates.day_heading(summer, today=NEW_YEARS_EVE, language="en", words={0: "Today"}) == "Wed, Jul 1"
    assert dates.day_heading(summer, today=date(2027, 1, 1), language="de", words={}) == "Mi., 1. Juli 2026"


def test_how_long_ago_is_written_in_the_language() -> None:
    assert dates.ago(LATE, "de", now=LATE + timedelta(days=3)) == "vor 3 Tagen"
    assert dates.ago(LATE, "en", now=LATE - timedelta(hours=2)) == "in 2 hours"
