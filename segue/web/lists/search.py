"""Which items does a typed word find? Every word must occur; digits find phones; a number finds the id."""

from django.db.models import Q

from segue.core import preferences
from segue.crm.models import ContactPoint
from segue.crm.models.contact_point import PHONE
from segue.lib import phones, text

LONGEST, MOST_WORDS = 200, 10
FEWEST_PHONE_DIGITS = 4
MOST_ID_DIGITS = 18  # more fit no key


def matching(typed: str) -> Q:
    """Return the condition items must meet; nothing typed is met by all."""
    typed = typed[:LONGEST].strip()
    words = text.search_form(typed).split()[:MOST_WORDS]
    if not words:
        return Q(pk__in=()) if typed else Q()
    found = Q()
    for word in words:
        found &= Q(search_text__contains=word)
    return found | _by_digits(typed)


def _by_digits(typed: str) -> Q:
    digits = text.digits(typed)
    if not digits or any(sign.isalpha() for sign in typed):
        return Q(pk__in=())
    found = Q(search_text__contains=digits)
    if len(digits) <= MOST_ID_DIGITS:
        found |= Q(pk=int(digits))
    if len(digits) >= FEWEST_PHONE_DIGITS:
        found |= _with_phone(typed)
    return found


def _with_phone(typed: str) -> Q:
    """Find a number however it was written down: +49 30 ... is 030 ... at home."""
    key = phones.key(typed, preferences.load().country)
    return Q(pk__in=ContactPoint.objects.filter(kind=PHONE, match_key__startswith=key).order_by().values("item"))
