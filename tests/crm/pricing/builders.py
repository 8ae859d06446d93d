"""Lines for the tests: one as the tables of domain.md write it, and any that may be entered."""

from decimal import ROUND_DOWN, Decimal
from typing import Any

from hypothesis import strategies as st

from segue.crm.pricing import AMOUNT, BASES, FINAL, GROSS, PERCENT, ROUNDING_MODES, Line

KEPT = Decimal("0.0001")


def line(basis: str, price: str, **more: str) -> Line:
    """A line in short: `q` quantity, `d` discount in per cent, `s` discount per unit, `t` tax in per cent."""
    names = {"q": "quantity", "d": "discount_rate", "s": "discount_sum", "t": "tax_rate"}
    numbers: dict[str, Any] = {names[name]: Decimal(value) for name, value in more.items()}
    return Line(basis, Decimal(price), discount_type=AMOUNT if "s" in more else PERCENT, **numbers)


def kept_numbers(smallest: int, largest: int) -> st.SearchStrategy[Decimal]:
    """Numbers as the database keeps them; those with few decimals and those next to a half come often."""
    whole = st.integers(smallest, largest).map(Decimal)
    units = st.integers(smallest * 10**4, largest * 10**4).map(lambda number: Decimal(number).scaleb(-4))
    halves = st.integers(smallest * 200, largest * 200).map(lambda number: Decimal(number) / 200)
    return whole | units | halves


TAX_RATES = st.none() | st.sampled_from([Decimal(rate) for rate in ("0", "5.5", "7", "19", "20", "50", "100", "200")])


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Draw any line that may be entered, small enough that a dozen of them can be added up."""
    basis, price, tax_rate = draw(st.sampled_from(BASES)), draw(kept_numbers(-100_000, 100_000)), draw(TAX_RATES)
    quantity = draw(kept_numbers(0, 1000))
    if draw(st.booleans()):
        rate = draw(kept_numbers(0, 99 if basis == FINAL else 100))
        return Line(basis, price, quantity, PERCENT, rate, tax_rate=tax_rate)
    part = price * draw(kept_numbers(0, 99 if basis == FINAL else 100)) / 100
    if basis == GROSS:
        part /= 1 + (tax_rate or Decimal(0)) / 100
    discount = part.quantize(KEPT, ROUND_DOWN)
    return Line(basis, price, quantity, AMOUNT, discount_sum=discount, tax_rate=tax_rate)


def wild_lines() -> st.SearchStrategy[Line]:
    """Draw lines of whatever numbers a program can send, most of them to be refused."""
    large = kept_numbers(-(10**11) + 1, 10**11 - 1)
    number = st.decimals() | large | kept_numbers(-200, 200)
    positive = kept_numbers(0, 10**11 - 1) | number
    rate = kept_numbers(0, 100) | number
    basis = st.sampled_from([*BASES, "", "NET"])
    kind = st.sampled_from([AMOUNT, PERCENT, 0])
    return st.builds(Line, basis, large | number, positive, kind, rate, rate, st.none() | positive)


MANY = st.lists(lines(), max_size=6)
MODES = st.sampled_from(ROUNDING_MODES)
DECIMALS = st.sampled_from([0, 2, 3, 4])
