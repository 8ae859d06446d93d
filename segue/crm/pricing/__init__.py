"""What does a row cost, and what do the rows of a paper add up to? Pure computing, without the database.

    unit_prices(line, decimals)      the five prices of one unit, for showing and storing
    row_sums(line, decimals)         what a row comes to
    totals(lines, mode, decimals)    net, tax per rate, gross and discount of a paper

Sums always start from the number that was entered, never from a rounded unit price. `decimals` are those of the
currency. All three raise a `LineRefused`, which knows the field it belongs to.
"""

from .lines import AMOUNT, BASES, FINAL, GROSS, NET, PERCENT, Line
from .refusals import LineRefused, refusals
from .rows import RowSums, row_sums
from .totals import PER_DOCUMENT, PER_ROW, PER_TAX_RATE, ROUNDING_MODES, TaxLine, Totals, totals
from .units import UnitPrices, unit_prices

__all__ = [
    "AMOUNT",
    "BASES",
    "FINAL",
    "GROSS",
    "NET",
    "PERCENT",
    "PER_DOCUMENT",
    "PER_ROW",
    "PER_TAX_RATE",
    "ROUNDING_MODES",
    "Line",
    "LineRefused",
    "RowSums",
    "TaxLine",
    "Totals",
    "UnitPrices",
    "refusals",
    "row_sums",
    "totals",
    "unit_prices",
]
