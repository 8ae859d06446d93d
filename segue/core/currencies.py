"""What is an amount worth in the base currency?"""

from decimal import Decimal

from segue.core.models import Currency
from segue.lib.money import round_to


def base() -> Currency:
    """Return the base currency; a database without one was never set up."""
    return Currency.objects.get(is_base=True)


def base_worth(amount: Decimal, currency: Currency, base_decimals: int) -> Decimal:
    """Convert: amount x rate / nominal, rounded to the base currency (domain.md 2.13)."""
    return round_to(amount * currency.rate / currency.nominal, base_decimals)
