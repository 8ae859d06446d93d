"""In which currency is everything compared?"""

from django.db.models import QuerySet

from segue.core.models import Currency
from segue.core.prepared import steady


def base() -> Currency:
    """Return the base currency; a database without one was never set up."""
    found = _base()
    if not found:
        raise Currency.DoesNotExist
    return found[0]


@steady
def _base() -> QuerySet[Currency]:
    return Currency.objects.filter(is_base=True)
