"""What does the search of everything show: the best of every type, or all of one, page by page?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import item_types, search, search_terms
from segue.core.models import User
from segue.core.search import Found, Hits
from segue.web.components import hits, words
from segue.web.components.counts import Count

OF_EACH, SIZE = 5, 25
MOST_PAGE_DIGITS = 3


def build(params: Mapping[str, Any], *, reader: User) -> dict[str, Any]:
    """Return what pages/search.html takes."""
    typed, code = params.get("q", "").strip()[: search_terms.LONGEST], _type(params.get("type", ""))
    found = search.found(reader, typed, types=(code,) if code else ())
    page = _page(params.get("page", "")) if code else 1
    shown = {
        each: of.keys[(page - 1) * SIZE : page * SIZE] if code else of.keys[:OF_EACH]
        for each, of in found.by_type.items()
    }
    items = search.in_order([pk for keys in shown.values() for pk in keys], reader)
    described = dict(zip((item.pk for item in items), hits.described(items, found.wanted, reader), strict=True))
    return {
        "search": {"name": "q", "value": typed, "label": _("Search everything")},
        "selects": [_types(code)],
        "q": typed,
        "groups": [_group(each, of, found, code, [described[pk] for pk in shown[each] if pk in described])
                   for each, of in found.by_type.items()],
        **_neighbours(found, typed, code, page),
    }  # fmt: skip


def _group(code: str, of: Hits, found: Found, chosen: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Describe what was found of one type; `href` leads to all of it where not all is shown."""
    item_type, typed = item_types.get(code), found.wanted.typed
    name = words.of(item_type)
    count = str(Count(of.count, of.more))
    return {
        "label": item_type.label_plural,
        "number": count,
        "count": f"{count} {name.one if of.count == 1 else name.many}",
        "hits": rows,
        "href": "" if chosen or of.count <= OF_EACH else _address(typed, code),
        "list_href": f"{reverse('list', args=[item_type.slug])}?{urlencode({'q': typed})}",
    }


def _neighbours(found: Found, typed: str, code: str, page: int) -> dict[str, str]:
    there = len(found.by_type[code].keys) if code in found.by_type else 0
    following = _address(typed, code, page + 1) if page * SIZE < there else ""
    return {"previous_href": _address(typed, code, page - 1) if page > 1 else "", "next_href": following}


def _address(typed: str, code: str, page: int = 1) -> str:
    said = {"q": typed, "type": code} | ({"page": page} if page > 1 else {})
    return f"{reverse('search')}?{urlencode(said)}"


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= MOST_PAGE_DIGITS else 1


def _type(code: str) -> str:
    return code if code in {each.code for each in item_types.all_types()} else ""


def _types(chosen: str) -> dict[str, Any]:
    named = [("", _("All types")), *((each.code, each.label_plural) for each in item_types.all_types())]
    options = [{"value": value, "label": label, "selected": value == chosen} for value, label in named]
    return {"name": "type", "label": _("Type"), "options": options}
