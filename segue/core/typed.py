"""How is a number read that a person typed, in whatever notation?"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from segue.lib import formats, money


def read_number(text: str) -> Decimal:
    """Read a number in any notation; ValidationError says what is wrong in words."""
    spoken = (get_language() or "en")[:2]
    try:
        return money.parse(text, spoken)
    except money.NotANumber:
        example = formats.number(Decimal("1234.5"), spoken)
        raise ValidationError(_("Enter a number, such as %(example)s.") % {"example": example}) from None
    except money.TooManyDigits:
        raise ValidationError(_("At most 11 digits before and 4 after the decimal point.")) from None
