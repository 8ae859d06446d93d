"""What becomes of typed prices when another currency is chosen? They are converted, or the numbers stay."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from segue.core.models import Currency
from segue.core.typed import read_number
from segue.lib import money
from segue.web.forms.fields import write_number
from segue.web.forms.row_text import RowText

CONVERT, KEEP = "convert", "keep"


def choice(source: Currency, target: Currency) -> dict[str, str]:
    """Describe the question, as c-product-rows-editor takes it."""
    named = {"source": source.code, "target": target.code}
    return {
        "text": _("The prices were entered in %(source)s. What shall they be in %(target)s?") % named,
        "convert": _("Convert at today's rate"),
        "keep": _("Keep the numbers"),
    }


def undecided(source: Currency, target: Currency) -> str:
    """Say that a save needs the choice first."""
    named = {"source": source.code, "target": target.code}
    return _("Choose first whether the prices are converted from %(source)s to %(target)s.") % named


def convert(texts: Iterable[RowText], source: Currency, target: Currency) -> None:
    """Convert every price, and every discount that is an amount, at today's rates."""
    for text in texts:
        text.price = _converted(text, "price", source, target)
        if text.discount_type == "amount":
            text.discount = _converted(text, "discount", source, target)


def _converted(text: RowText, field: str, source: Currency, target: Currency) -> str:
    """Convert one number as typed; what cannot be is left and told of beside it."""
    typed: str = getattr(text, field)
    if not typed.strip():
        return typed
    try:
        return write_number(money.convert(read_number(typed), source.worth, target.worth, target.decimals))
    except ValidationError as refused:
        text.errors.setdefault(field, " ".join(refused.messages))
    except money.TooManyDigits:
        text.errors.setdefault(field, _("At most 11 digits before and 4 after the decimal point."))
    return typed
