"""What does "Search and actions" offer: what one can do with the open item, where one can go, which items there are?

A group is {label, entries}. An entry has a label and an icon, for an item a note, and leads somewhere (href, dialog)
or posts (action, stage, asks), as the entries of menus do.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import item_types, permissions, writing
from segue.core.models import Item, User
from segue.core.search_terms import Wanted
from segue.crm import duplicates
from segue.lib import text
from segue.web import http
from segue.web.components import activities, create, header, hits, names, shell, stage_bar, words

Entry = dict[str, Any]
Group = dict[str, Any]
MOST_PAGES = 6


def offered(request: HttpRequest, recent: Sequence[Item], opened: Item | None) -> dict[str, Any]:
    """Describe what stands there before anything is typed: the items somebody worked on last, and what one can do."""
    groups, hidden = _actions(request, opened)
    return _shown([_group(_("Last worked on"), map(_item, recent)), *groups], hidden)


def matching(
    request: HttpRequest, wanted: Wanted, items: Sequence[Item], opened: Item | None, settings: Iterable[Entry]
) -> dict[str, Any]:
    """Describe what was found: actions and pages with words that begin so, then `items`, and the page that finds more.

    `settings` are the pages of the settings that the reader may open.
    """
    groups, hidden = _actions(request, opened)
    typed = wanted.typed
    additions = _additions(request) if opened else []  # else they are among the actions
    pages = _matches([*additions, *_places(request), *settings], typed)[:MOST_PAGES]
    acts = [_group(group["label"], _matches(group["entries"], typed)) for group in groups]
    named = [_item(item) | {"pieces": hits.title(item, wanted)} for item in items]
    more = [_everything(typed)] if items else []
    found = [*acts, _group(_("Pages"), pages), _group(_("Items"), named), _group(_("Search"), more)]
    shown = _shown(found, hidden)
    return shown | {"q": typed, "count": shown["count"] - len(more)}  # the way to more is no result


def _shown(groups: list[Group], hidden: list[Entry]) -> dict[str, Any]:
    filled = [group for group in groups if group["entries"]]
    return {"groups": filled, "hidden": hidden, "count": sum(len(group["entries"]) for group in filled)}


def _actions(request: HttpRequest, opened: Item | None) -> tuple[list[Group], list[Entry]]:
    """List what can be made of the open item and done with it, and what that sends along; else what can be added."""
    if opened is None:
        return [_group(_("Create"), _additions(request))], []
    menu = create.create_menu(request, opened)
    made = [
        {"label": each["sentence"], "icon": each["icon"], "action": each["action"], "asks": True}
        for each in menu["variants"]
    ]
    return [_group(_("Create based on"), made), _group(names.kind(opened), _deeds(request, opened))], menu["hidden"]


def _deeds(request: HttpRequest, item: Item) -> Iterable[Entry]:
    """List what one may do with an item besides."""
    reader = request.user
    assert isinstance(reader, User)
    if writing.may(reader, "edit", item):
        yield {"label": _("Edit"), "icon": "edit", "href": http.address(item, "edit")}
        yield from activities.entries(item)
        if permissions.may(reader, "move", item):
            yield from stage_bar.moves(item, reader)
    yield from header.menu(item, reader)


def _additions(request: HttpRequest) -> list[Entry]:
    reader = request.user
    assert isinstance(reader, User)
    return [
        {"label": words.of(each).new, "icon": "plus", "href": reverse("new", args=[each.slug])}
        for each in item_types.all_types()
        if permissions.may_add(reader, each.code)
    ]


def _places(request: HttpRequest) -> list[Entry]:
    """List where the rail and the bell lead, what may be there twice, and the pages of one's own."""
    reader = request.user
    assert isinstance(reader, User)
    return [
        *shell.of(request)["nav"],
        *(
            {
                "label": f"{_('Duplicates')}: {each.label_plural}",
                "icon": "copy",
                "href": reverse("duplicates", args=[each.slug]),
            }
            for each in shell.readable(reader)
            if each.code in duplicates.COLUMNS
        ),
        {"label": _("Notifications"), "icon": "bell", "href": reverse("notices")},
        {"label": _("Notification settings"), "icon": "bell", "href": reverse("notice-choices")},
        {"label": _("Security"), "icon": "lock", "href": reverse("security")},
        {"label": _("Help"), "icon": "help", "href": reverse("help")},
        {"label": _("Keys"), "icon": "keyboard", "href": reverse("keys"), "dialog": True},
    ]


def _item(item: Item) -> Entry:
    stage = f" · {item.stage.label}" if item.stage else ""
    note = f"{names.kind(item)}{stage}"
    return {"label": item_types.name(item), "icon": item_types.of(item).icon, "note": note, "href": http.address(item)}


def _everything(typed: str) -> Entry:
    """Lead to the page that shows all that was found."""
    return {"label": _("All results"), "icon": "search", "href": f"{reverse('search')}?{urlencode({'q': typed})}"}


def _group(label: str, entries: Iterable[Entry]) -> Group:
    return {"label": label, "entries": list(entries)}


def _matches(entries: Iterable[Entry], typed: str) -> list[Entry]:
    """Keep the entries of which words begin with each of those that were typed."""
    wanted = text.search_form(typed).split()
    return [each for each in entries if wanted and _begins(wanted, text.search_form(str(each["label"])).split())]


def _begins(wanted: list[str], there: list[str]) -> bool:
    return all(any(word.startswith(begun) for word in there) for begun in wanted)
