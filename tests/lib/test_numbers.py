from datetime import date

import pytest

from segue.lib import numbers
from segue.lib.numbers import Template

NEW_YEARS_EVE = date(2026, 12, 31)


def test_a_number_is_written_by_its_template() -> None:
    template = Template("{PREFIX}-{YEAR}-{NUMBER}", prefix="RE", min_length=4)
    assert numbers.render(template, 1, NEW_YEARS_EVE) == "RE-2026-0001"
    assert numbers.render(template, 12345, NEW_YEARS_EVE) == "RE-2026-12345"


def test_month_day_and_free_text_are_written_too() -> None:
    template = Template("No. {NUMBER}/{DAY}.{MONTH}", padding="*", min_length=3)
    assert numbers.render(template, 7, date(2026, 1, 2)) == "No. **7/02.01"


def test_without_settings_the_bare_number_is_written() -> None:
    assert numbers.render(Template(), 7, NEW_YEARS_EVE) == "7"


def test_a_prefix_is_never_read_as_a_template() -> None:
    assert numbers.render(Template("{PREFIX}{NUMBER}", prefix=r"{YEAR}\1"), 7, NEW_YEARS_EVE) == r"{YEAR}\17"


def test_random_parts_have_six_signs_that_nobody_mistakes() -> None:
    drawn = {numbers.render(Template("{RANDOM}"), 1, NEW_YEARS_EVE) for _ in range(200)}
    assert len(drawn) > 190
    assert all(len(part) == 6 and not set(part) & set("01ILO") and part.isalnum() for part in drawn)


@pytest.mark.parametrize(
    ("reset", "period"), [("none", ""), ("year", "2026"), ("month", "2026-12"), ("day", "2026-12-31")]
)
def test_counting_starts_anew_with_its_period(reset: str, period: str) -> None:
    assert numbers.period(reset, NEW_YEARS_EVE) == period


@pytest.mark.parametrize(
    ("text", "reset"),
    [("{NUMBER}", "none"), ("{YEAR}-{NUMBER}", "year"), ("{RANDOM}", "day"), ("{NUMBER} {", "none")],
)
def test_a_template_with_unique_numbers_is_accepted(text: str, reset: str) -> None:
    numbers.check(text, reset)


@pytest.mark.parametrize(
    ("text", "reset", "refusal"),
    [
        ("{NUMBER}{COLOUR}", "none", numbers.PlaceholderUnknown),
        ("{number}", "none", numbers.PlaceholderUnknown),
        ("{YEAR}", "none", numbers.NumberMissing),
        ("", "none", numbers.NumberMissing),
        ("{NUMBER}", "year", numbers.PeriodMissing),
        ("{YEAR}{NUMBER}", "month", numbers.PeriodMissing),
        ("{MONTH}{DAY}{NUMBER}", "day", numbers.PeriodMissing),
    ],
)
def test_a_template_whose_numbers_would_come_twice_is_refused(text: str, reset: str, refusal: type[ValueError]) -> None:
    with pytest.raises(refusal):
        numbers.check(text, reset)
