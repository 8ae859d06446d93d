"""What does one cell say? Texts, numbers, days, instants, yes or no, in the way of writing that was chosen."""

import html
import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from segue.core.custom_fields.numbers import exact
from segue.lib import dates, formats, money
from segue.lib.sheets import parted, plain
from segue.lib.spreadsheets import Cell

YES = {"1", "true", "yes", "y", "on", "x", "ja", "j", "wahr"}
NO = {"0", "false", "no", "n", "off", "nein", "falsch", "-"}
_BREAKS = re.compile(r"\s*[\r\n]\s*")
_DAY_ZERO, _SERIALS = date(1899, 12, 30), range(10_959, 109_574)  # of spreadsheets; days of 1930 to 2199, and no years
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([ap])\.?m\.?)?", re.ASCII | re.IGNORECASE)
_NOTHING = ("-", "–")  # as bookkeepers write 0.00
_MARKUP = re.compile(r"<(?:/?(?:p|br|div|ul|ol|li|b|strong|i|em|span|a|h[1-6]))\b[^<>]*>", re.IGNORECASE)
_SIGNS = (
    (re.compile(r"<br\s*/?>|</(?:p|div|ul|ol|h[1-6])>", re.IGNORECASE), "\n"),
    (re.compile(r"<li\b[^>]*>", re.IGNORECASE), "\n- "),
    (re.compile(r"</?(?:b|strong)>", re.IGNORECASE), "**"),
    (re.compile(r"</?(?:i|em)>", re.IGNORECASE), "*"),
)


def text(cell: Cell) -> str:
    """Write a cell as a text; the apostrophe that keeps a spreadsheet from computing is taken off again."""
    if isinstance(cell, str):
        return plain(cell)
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, Decimal):
        return exact(cell)
    is_day = isinstance(cell, datetime) and cell.time() == time()
    return cell.date().isoformat() if is_day and isinstance(cell, datetime) else cell.isoformat()


def line(cell: Cell) -> str:
    """Read a text of one line: line breaks become blanks, as fields of a form make them."""
    return _BREAKS.sub(" ", text(cell).strip())


def texts(cell: Cell) -> list[str]:
    """Part a cell that holds several."""
    return parted(text(cell))


def long(cell: Cell, *, is_ours: bool = False) -> str:
    """Read a rich text; what comes as HTML becomes Markdown (domain.md 1.4), but for what we wrote ourselves."""
    told = text(cell)
    if is_ours or not _MARKUP.search(told):
        return told
    for found, instead in _SIGNS:
        told = found.sub(instead, told)
    plain = html.unescape(re.sub(r"<[^<>]*>", "", told))
    return re.sub(r"\n{3,}", "\n\n", plain).strip()


def number(cell: Cell, style: str) -> Decimal:
    """Read a number; raises ValidationError."""
    if isinstance(cell, Decimal):
        if not money.fits(cell):
            cell = money.round_to(cell, money.STORED_DECIMALS)  # a program counted it: 0.1 + 0.2
        if money.fits(cell):
            return cell
        raise ValidationError(_("At most 11 digits before and 4 after the decimal point."))
    told = text(cell).removesuffix("%").strip()
    try:
        return money.parse(told, style)
    except money.NotANumber:
        example = formats.number(Decimal("1234.5"), style)
        raise ValidationError(_("Enter a number, such as %(example)s.") % {"example": example}) from None
    except money.TooManyDigits:
        raise ValidationError(_("At most 11 digits before and 4 after the decimal point.")) from None


def amount(cell: Cell, style: str, currency: str) -> Decimal:
    """Read an amount as spreadsheets show it, with the sign of its currency; raises ValidationError."""
    if not isinstance(cell, str):
        return number(cell, style)
    told = text(cell).strip()
    for sign in (currency, formats.symbol(currency, style)):
        told = told.removeprefix(sign).removesuffix(sign).strip()
    return Decimal(0) if told in _NOTHING else number(told, style)


def spoken(value: Decimal) -> str:
    """Write a number so that it is read as the same one in the language that is spoken here."""
    return exact(value).replace(".", spoken_point())


def spoken_point() -> str:
    """Return the decimal point of the language that is spoken here."""
    return formats.separators((get_language() or "en")[:2]).point


def day(cell: Cell, style: str) -> date:
    """Read a day; raises ValidationError."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Decimal) and int(cell) in _SERIALS:
        return _DAY_ZERO + timedelta(days=int(cell))
    told = text(cell)
    first, _blank, rest = told.replace("T", " ").partition(" ")
    try:
        return dates.parse_day(first if _CLOCK.fullmatch(rest.strip()) else told.partition("T")[0], style)
    except dates.NotADay:
        raise ValidationError(_("Enter a day of the calendar.")) from None


def birthday(cell: Cell, style: str) -> date:
    """Read a day that is past: 31.12.70 is of the century before; raises ValidationError."""
    found = day(cell, style)
    is_short = str(found.year) not in text(cell)
    return found.replace(year=found.year - 100) if is_short and found > timezone.localdate() else found


def instant(cell: Cell, style: str) -> datetime:
    """Read a day and a time, or a day alone, by the clock of whoever imports; raises ValidationError."""
    if isinstance(cell, datetime):
        return _here(cell)
    told = text(cell)
    try:
        return _here(datetime.fromisoformat(told))
    except ValueError:
        first, _blank, rest = told.replace(",", " ").partition(" ")
    clock = _CLOCK.fullmatch(rest.strip()) if rest.strip() else None
    if rest.strip() and clock is None:
        raise ValidationError(_("Enter a day and a time."))
    try:
        return _here(datetime.combine(day(first, style), _time(clock) if clock else time()))
    except ValueError:
        raise ValidationError(_("Enter a day and a time.")) from None


def switch(cell: Cell) -> bool:
    """Read yes or no; raises ValidationError."""
    told = text(cell).casefold()
    if told in YES or told in NO:
        return told in YES
    raise ValidationError(_("Enter yes or no."))


def _time(clock: "re.Match[str]") -> time:
    hour, minute, second, half = clock.groups()
    shift = 12 if half and half.lower() == "p" and int(hour) < 12 else 0  # noqa: PLR2004  hours of half a day
    midnight = bool(half) and half.lower() == "a" and hour == "12"
    return time(0 if midnight else int(hour) + shift, int(minute), int(second or 0))


def _here(moment: datetime) -> datetime:
    try:
        here = moment if moment.tzinfo else timezone.make_aware(moment)
        return here.astimezone(UTC)
    except OverflowError:
        raise ValidationError(_("Enter a day and a time.")) from None
