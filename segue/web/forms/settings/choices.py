"""Which time zones, countries and currencies of the world can be chosen, by their names in the reader's language?"""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import get_currency_name, get_territory_currencies

Choices = list[tuple[str, str]]

# In the data of languages, but no countries of ISO 3166-1: groups, islands with a mail code, pseudo places.
NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@lru_cache
def time_zones() -> Choices:
    """List the time zones by region and city, UTC first."""
    named = sorted(name for name in available_timezones() if name.startswith(tuple(f"{each}/" for each in REGIONS)))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in named)]


@lru_cache
def countries(language: str) -> Choices:
    """List the countries of ISO 3166-1 by name."""
    named = Locale.parse(language).territories.items()
    known = [(code, name) for code, name in named if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES]  # noqa: PLR2004  codes of two letters
    return sorted(known, key=lambda pair: pair[1].casefold())


@lru_cache
def currencies(language: str) -> Choices:
    """List the currencies somewhere in use today: "EUR – Euro"."""
    today = datetime.now(UTC).date()
    codes = {
        code for country, _name in countries("en") for code in get_territory_currencies(country, today, tender=True)
    }
    return [(code, f"{code} – {get_currency_name(code, locale=language)}") for code in sorted(codes)]
