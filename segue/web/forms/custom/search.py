"""Which items does a typed name or number find, among those that a custom field may name?"""

from collections.abc import Collection

from django.db.models import Q

from segue.core.models import Item, User
from segue.lib import text
from segue.web.components import names
from segue.web.components.names import Name
from segue.web.forms import ids
from segue.web.forms.fields import NUL

FOUND = 8
MOST_WORDS, LONGEST = 8, 200


def find(reader: User, types: Collection[str], query: str) -> list[Name]:
    """Find by words of name and contents, by id, or by the number on paper; only what the reader may see."""
    typed = query.strip()[:LONGEST]
    words = text.search_form(typed).split()
    if not words or NUL in typed:
        return []
    named = Q()
    for word in words[:MOST_WORDS]:
        named &= Q(search_text__contains=word)
    condition = named | Q(number__iexact=typed) | Q(pk=ids.parse(typed.removeprefix("#")))
    found = Item.objects.visible_to(reader).filter(condition, type__in=types).order_by("-last_activity_at", "-pk")
    return [names.readable(item) for item in found.select_related("stage")[:FOUND]]
