"""Which phone numbers may invented people have? Only from ranges that the authorities keep free for films and books.

Germany: the Federal Network Agency; United Kingdom: Ofcom; Ireland: ComReg; France: ARCEP; Sweden: PTS; United States:
555-01xx. Where a country keeps none free, its people are reached by e-mail.
"""

from itertools import count

# country code, area, what a free number begins with, how many digits follow
RANGES = {
    "Berlin": ("49", "30", "23125", 3),
    "Hamburg": ("49", "40", "66969", 3),
    "Köln": ("49", "221", "4710", 3),
    "München": ("49", "89", "99998", 3),
    "Frankfurt am Main": ("49", "69", "90009", 3),
    "DE": ("49", "171", "39200", 2),
    "GB": ("44", "20", "7946 0", 3),
    "IE": ("353", "20", "91", 5),
    "FR": ("33", "1", "99 00 ", 4),
    "SE": ("46", "8", "465 004 ", 2),
    "US": ("1", "212", "555 01", 2),
}

# The ways in which people write one and the same number.
NOTATIONS = {
    "49": (
        "+{country} {area} {number}", "0{area} {number}", "(0{area}) {number}", "0{area}/{number}",
        "00{country}{area}{number}",
    ),
    "44": ("+{country} {area} {number}", "+{country} (0){area} {number}", "00{country} {area} {number}"),
    "1": ("+1 {area} {number}", "+1 ({area}) {number}", "+1-{area}-{number}"),
}  # fmt: skip
PLAIN = ("+{country} {area} {number}", "00{country} {area} {number}")


class Exchange:
    """Gives out numbers, each once, in changing notation."""

    def __init__(self) -> None:
        self._taken = {place: count() for place in RANGES}

    def number(self, country: str, city: str = "") -> str:
        """A number of that city, else of that country; empty where none is kept free for fiction, or none is left."""
        place = city if city in RANGES else country
        if place not in RANGES:
            return ""
        code, area, free, digits = RANGES[place]
        last = next(self._taken[place])
        if last >= 10**digits:
            return ""
        ways = NOTATIONS.get(code, PLAIN)
        return ways[last % len(ways)].format(country=code, area=area, number=f"{free}{last:0{digits}d}")
