"""What stands around every page: where one can go, what one can add, who one is?"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from segue.core import item_types, permissions
from segue.core.item_types import ItemType, Text
from segue.core.models import User
from segue.web.components import guides, keys, last_view, notices, toasts, viewing, words

Entry = dict[str, Any]
HAVE_SEARCH = {"list", "board", "board-in", "deadlines"}  # pages that show it among their filters


@dataclass(frozen=True)
class Place:
    """Something to go to that is no list of items; `settings` places are for holders of the settings right."""

    label: Text
    icon: str
    route: str
    settings: bool = False


HOME = Place(gettext_lazy("My day"), "calendar", "start")
PRODUCTS = Place(gettext_lazy("Products"), "product", "products")
APART = (
    Place(gettext_lazy("Recycle bin"), "bin", "bin"),
    Place(gettext_lazy("Settings"), "settings", "settings", settings=True),
)
ACTIONS = (
    "language", "theme", "keys", "security", "help", "sign-out", "notices", "notices-count", "notice-choices", "jobs",
)  # fmt: skip
# The dock of the phone: a single list, or a name and picture with several behind it.
DOCK: tuple[tuple[Text, str, tuple[str, ...]], ...] = (
    ("", "", ("lead",)),
    ("", "", ("deal",)),
    (gettext_lazy("Clients"), "clients", ("contact", "company")),
    (gettext_lazy("Documents"), "documents", ("estimate", "invoice")),
)


def context(request: HttpRequest) -> dict[str, Any]:
    """Give every page its shell and the notices that wait; nothing is read until a template asks."""
    return {
        "shell": SimpleLazyObject(lambda: of(request)),
        "messages": SimpleLazyObject(lambda: toasts.take(request)),
    }


def of(request: HttpRequest) -> dict[str, Any]:
    """Describe the shell as base.html takes it; a stranger's has only the system's theme."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"theme": ""}
    here, seen = request.path, last_view.read(request)
    return {
        "viewing": viewing.banner(request),
        "nav": [*_lists(user, here, seen), *_apart(user, here)],
        "dock": _dock(user, here, seen),
        "new_menu": _new_menu(user),
        "search": _search(request, user),
        "palette": _palette(request, user),
        "keys": keys.bound(user),
        "single_keys": user.single_keys,
        "bell": notices.bell(user),
        "keeps_items": bool(user.chosen and user.chosen.offline_items),
        "help": guides.asked_at(request.resolver_match),
        "user": {"name": user.name, "email": user.email, "initials": initials(user.name)},
        "language": (get_language() or "en")[:2],
        "theme": "" if user.theme == "system" else user.theme,
        "actions": {name.replace("-", "_"): reverse(name) for name in ACTIONS},
    }


def readable(user: User) -> list[ItemType]:
    """List the types of which the user may read at least some items."""
    types = item_types.all_types()
    return [each for each in types if user.is_admin or user.access.may_somewhere(each.code, "read")]


def initials(name: str) -> str:
    """Shorten a name to the first letters of its first and last word."""
    words_of_name = name.split()
    return "".join(word[0] for word in dict.fromkeys([*words_of_name[:1], *words_of_name[-1:]])).upper()


def _lists(user: User, here: str, seen: last_view.Seen) -> list[Entry]:
    entries = [*_home(user, here), *(_list_entry(each, here, seen) for each in readable(user))]
    return [*entries, _entry(PRODUCTS, here)] if entries or user.may_edit_catalogue else []


def _home(user: User, here: str) -> list[Entry]:
    """Lead to the first page, which shows items: not whoever may read none."""
    current = here == reverse(HOME.route) or here.startswith(reverse("figures"))
    return [_entry(HOME, here) | {"current": current}] if readable(user) else []


def _apart(user: User, here: str) -> list[Entry]:
    entries = [_entry(place, here) for place in APART if _open_to(place, user)]
    return [entry | {"apart": index == 0} for index, entry in enumerate(entries)]


def _open_to(place: Place, user: User) -> bool:
    return user.may_change_settings if place.settings else bool(readable(user))


def _list_entry(item_type: ItemType, here: str, seen: last_view.Seen) -> Entry:
    """Lead to the items of a type as they were looked at last."""
    return {
        "label": item_type.label_plural,
        "icon": item_type.icon,
        "href": last_view.address(item_type.slug, seen),
        "current": here.startswith(reverse("list", args=[item_type.slug])),
    }


def _entry(place: Place, here: str) -> Entry:
    href = reverse(place.route)
    return {"label": place.label, "icon": place.icon, "href": href, "current": here.startswith(href)}


def _dock(user: User, here: str, seen: last_view.Seen) -> list[Entry]:
    of_type = {each.code: _list_entry(each, here, seen) for each in readable(user)}
    entries = []
    for label, icon, codes in DOCK:
        found = [of_type[code] for code in codes if code in of_type]
        entries += [_group(label, icon, found)] if len(found) > 1 else found
    products = [_entry(PRODUCTS, here)] if of_type or user.may_edit_catalogue else []
    more = [*_home(user, here), *products, *_apart(user, here)]
    return [*entries, _group(_("More"), "more", more)] if more else entries


def _group(label: Text, icon: str, entries: list[Entry]) -> Entry:
    return {"label": label, "icon": icon, "entries": entries, "current": any(entry["current"] for entry in entries)}


def _new_menu(user: User) -> list[Entry]:
    return [
        {"label": each.label, "icon": each.icon, "href": reverse("new", args=[each.slug])}
        for each in item_types.all_types()
        if permissions.may_add(user, each.code)
    ]


def _search(request: HttpRequest, user: User) -> dict[str, Any] | None:
    """Offer the search of the list one came from, else that of everything; a list has its own among its filters."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match and match.url_name not in HAVE_SEARCH else None
    item_type = item_types.by_slug(slug) if slug else None
    if item_type is None:
        of_all = match is not None and match.url_name not in {"list", "search"} and permissions.has_access(user)
        return {"action": reverse("search"), "label": _("Search everything")} if of_all else None
    return {"action": reverse("list", args=[item_type.slug]), "label": words.of(item_type).search}


def _palette(request: HttpRequest, user: User) -> str:
    """Return where "Search and actions" asks, about the item that is open; nothing for somebody without any role."""
    if not permissions.has_access(user):
        return ""
    match = request.resolver_match
    opened = match.kwargs.get("pk") if match and "slug" in match.kwargs else None
    return f"{reverse('palette')}?item={opened}" if opened else reverse("palette")
