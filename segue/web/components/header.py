"""What stands around every tab of an item: where one is, what it is, what one can do with it?"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core import comments, item_types, permissions, stage_moves, writing
from segue.core.models import Item, User
from segue.crm.demo import sample
from segue.lib import dates
from segue.web import http
from segue.web.components import activities, deadlines, here, names, papers, stage_bar, tabs, values
from segue.web.components.create import create_menu
from segue.web.components.item_values import Values


def frame(request: HttpRequest, item: Item, its: Values, current: str) -> dict[str, Any]:
    """Describe header, stage bar, tabs and the round "+" of an item, with the tab `current`."""
    reader: User = its.reader
    may_edit = writing.may(reader, "edit", item)
    create = create_menu(request, item)
    return {
        "item": item,
        "title": item_types.name(item),
        "eyebrow": _eyebrow(item),
        "trail": _trail(item),
        "meta": _meta(item, its),
        "create": create,
        "edit_href": http.address(item, "edit") if may_edit else "",
        "here": here.beginning(request, item),
        "menu": menu(item, reader),
        "pipelines": _pipelines(item, reader) if may_edit else None,
        "stage_bar": stage_bar.bar(
            item, create["variants"], reader, readonly=not (may_edit and permissions.may(reader, "move", item))
        ),
        "tabs": tabs.tabs(its, current),
        "fab": _fab(item, may_edit, reader),
    }


def _eyebrow(item: Item) -> str:
    kind = names.kind(item)
    if sample.is_sample(item):
        return f"{kind} · " + _("Sample data")
    return kind


def deletion(item: Item) -> dict[str, Any]:
    """Describe the question before an item goes into the recycle bin."""
    name = item_types.name(item)
    return {
        "trail": [*_trail(item)[:-1], {"label": name, "href": http.address(item)}, {"label": _("Delete")}],
        "title": _("Delete “%(item)s”?") % {"item": name},
        "text": _("It goes into the recycle bin, from where it can be restored."),
        "action": http.address(item, "delete"),
        "cancel_href": http.address(item),
    }


def _trail(item: Item) -> list[dict[str, Any]]:
    item_type = item_types.of(item)
    return [
        {"label": item_type.label_plural, "href": reverse("list", args=[item_type.slug])},
        {"label": item_types.name(item)},
    ]


def _meta(item: Item, its: Values) -> list[dict[str, Any]]:
    """Amount, client, how to reach them, owner; and whether it is overdue."""
    amount = [{"text": values.amount(item.amount, item.currency), "strong": True}] if its.item_type.has("rows") else []
    client = [
        {"text": name.text, "href": name.href, "icon": name.item.type if name.item else "hidden"}
        for name in its.client[:2]
    ]
    overdue = [{"text": _("Overdue"), "icon": "warning"}] if is_overdue(item) else []
    owner = [{"text": item.owner.name, "icon": "user"}]
    return [*amount, *overdue, *client, *its.reach, *owner]


def is_overdue(item: Item) -> bool:
    """Say whether an open estimate or invoice should have been settled before the reader's today."""
    day = getattr(item, deadlines.COLUMNS.get(item.type, ""), None)
    is_open = item.stage is not None and not item.stage.is_final
    return bool(day and is_open and day < dates.today(timezone.get_current_timezone_name()))


def menu(item: Item, reader: User) -> list[dict[str, Any]]:
    """List what else the reader may do with an item."""
    entries: list[dict[str, Any]] = []
    if item.type in papers.PRINTED:
        entries.append({"label": _("Print"), "icon": "print", "href": http.address(item, "print")})
    entries.append({"label": _("Arrange the form"), "icon": "sliders", "href": _arrange(item)})
    if writing.may(reader, "delete", item):
        entries.append({"label": _("Delete"), "icon": "bin", "href": http.address(item, "delete")})
    return entries


def _arrange(item: Item) -> str:
    item_type = item_types.of(item)
    asked = {"variant": item_type.variant(item), "back": http.address(item)}
    return f"{reverse('arrange', args=[item_type.slug])}?{urlencode(asked)}"


def _pipelines(item: Item, reader: User) -> dict[str, Any] | None:
    """Offer the other pipelines of a deal in which the reader may add deals, where there are any."""
    if item_types.of(item).pipelines != "many":
        return None
    all_of_them = [stage.pipeline for stage in stage_moves.beginnings(item.type, reader)]
    others = [each for each in all_of_them if each.pk != item.pipeline_id]
    to = reverse("stage", args=[item_types.of(item).slug, item.pk])
    entries = [{"label": each.label, "icon": "forward", "action": f"{to}?pipeline={each.code}"} for each in others]
    return (
        {
            "text": item.pipeline.label if item.pipeline else "",
            "entries": entries,
            "hidden": [{"name": "version", "value": item.version}],
        }
        if entries
        else None
    )


def _fab(item: Item, may_edit: bool, reader: User) -> list[dict[str, Any]]:  # noqa: FBT001  asked before
    entries: list[dict[str, Any]] = []
    if may_edit or comments.may_add(reader, item):
        entries.append(
            {"label": _("Comment"), "icon": "comment", "href": f"{http.address(item, 'timeline')}#comment-text"}
        )
    if may_edit:
        entries += activities.entries(item)
        entries.append({"label": _("Edit"), "icon": "edit", "href": http.address(item, "edit")})
    return entries
