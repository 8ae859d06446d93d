"""What is another item called where it is named: by its title, with a link, or only as something hidden?"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import item_types, reading
from segue.core.models import Item, ItemQuerySet, User
from segue.core.prepared import by_page
from segue.web import http

COLUMNS = ("number", "title", "deleted_at", *reading.JUDGED_BY)


@dataclass(frozen=True)
class Name:
    """How one reader sees another item. Without `href` it cannot be opened; `item` is None when nothing may be said."""

    text: str
    href: str = ""
    note: str = ""
    item: Item | None = None

    @property
    def line(self) -> dict[str, str]:
        """The name as a line of c-fields."""
        return {"value": self.text, "href": self.href, "note": self.note}

    @property
    def kind(self) -> str:
        """The type and number: "Invoice RE-7"; empty when nothing may be said."""
        return kind(self.item) if self.item else ""


def of(ids: Iterable[int | None], reader: User) -> dict[int, Name]:
    """Name items for a reader: one query, and an answer for every id, also of items that are gone for good."""
    wanted = tuple({pk for pk in ids if pk is not None})
    if not wanted:
        return {}
    found = _named(wanted)
    seen, unseen = reading.permitted(reader, "read", found), Name(_("Hidden item"))
    return dict.fromkeys(wanted, Name(_("Deleted item"))) | {
        item.pk: _name(item) if item.pk in seen else unseen for item in found
    }


def readable(item: Item) -> Name:
    """Name an item that the reader is known to see."""
    return Name(item_types.name(item), href=http.address(item), item=item)


def line(item: Item) -> str:
    """Return type, number and title: "Deal #12 · Website relaunch"."""
    return f"{kind(item)} · {item.title}" if item.title else kind(item)


def hidden(count: int) -> str:
    """Say how many items cannot be seen; nothing for none."""
    sentence = ngettext("%(count)d item you cannot see", "%(count)d items you cannot see", count)
    return sentence % {"count": count} if count else ""


def kind(item: Item) -> str:
    """Return type and number of an item: "Deal #12", "Invoice RE-7"."""
    return f"{item_types.of(item).label} {item.number or f'#{item.pk}'}"


@by_page
def _named(ids: tuple[int, ...]) -> ItemQuerySet:
    """Read little of each: every list names fifty."""
    return Item.objects.filter(pk__in=ids).only(*COLUMNS)


def _name(item: Item) -> Name:
    if item.deleted_at is not None:
        return Name(item_types.name(item), note=_("in the recycle bin"), item=item)
    return readable(item)
