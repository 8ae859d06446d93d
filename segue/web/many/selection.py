"""Which items were ticked: some, a page, or all that a list or the recycle bin finds?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Max
from django.http import QueryDict
from django.urls import reverse

from segue.core import item_types
from segue.core.item_types import ItemType
from segue.core.models import Item, ItemQuerySet, User
from segue.web.forms import ids
from segue.web.lists import deleted
from segue.web.lists.asked import Asked

MOST = 1000  # ticked one by one


@dataclass(frozen=True)
class Selection:
    """Some items by their ids, or all that an address finds, as long as it is up to the id `until`.

    type: of the list; "" is the recycle bin.
    """

    type: str
    ids: tuple[int, ...] = ()
    query: str = ""
    whole: bool = False
    until: int = field(default=0)

    @property
    def item_type(self) -> ItemType | None:
        """The type of the items; None where there may be several."""
        return item_types.get(self.type) if self.type else None

    @property
    def home(self) -> str:
        """The address of the list, as it was."""
        where = reverse("list", args=[item_types.get(self.type).slug]) if self.type else reverse("bin")
        return f"{where}?{self.query}" if self.query else where

    @property
    def here(self) -> str:
        """The address where something is done to them."""
        return reverse("many", args=[item_types.get(self.type).slug]) if self.type else reverse("bin-many")

    @property
    def facts(self) -> dict[str, Any]:
        """What a job keeps of it."""
        return {**vars(self), "ids": list(self.ids)}

    @property
    def hidden(self) -> list[dict[str, Any]]:
        """What a form sends along to say the same again."""
        said = [{"name": "query", "value": self.query}] if self.query else []
        if self.whole:
            return [*said, {"name": "all", "value": "1"}]
        return [*said, {"name": "page", "value": ",".join(map(str, self.ids))}]

    def up_to_now(self, actor: User) -> "Selection":
        """Leave out what comes into being later, and what a view may come to mean."""
        if not self.whole:
            return self
        stated = Asked(self.item_type, QueryDict(self.query), actor).stated if self.item_type else self.query
        last = self.rows(actor).order_by().aggregate(last=Max("pk"))["last"]
        return replace(self, until=last or 0, query=stated)

    def count(self, actor: User) -> int:
        """Say how many items they are."""
        return self.rows(actor).order_by().count() if self.whole else len(self.ids)

    def rows(self, actor: User) -> ItemQuerySet:
        """Return those that the actor finds now. Raises Unclear."""
        if self.item_type is None:
            found = deleted.asked(QueryDict(self.query), reader=actor) if self.whole else deleted.own(actor)
        elif self.whole:
            found = Asked(self.item_type, QueryDict(self.query), actor).require_clear().rows
        else:
            found = Item.objects.visible_to(actor, self.type)
        if self.whole:
            return found.filter(pk__lte=self.until) if self.until else found
        return found.filter(pk__in=self.ids)

    def after(self, last: int, most: int, actor: User) -> list[int]:
        """Return the next ids behind this one: those ticked whatever became of them, else what is found now."""
        if self.whole:
            found = self.rows(actor).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
            return list(found[:most])
        return [pk for pk in self.ids if pk > last][:most]


def read(item_type: ItemType | None, params: QueryDict) -> Selection:
    """Read what a list, or a page that came of it, sent; what cannot be an id is left out."""
    pages = [each for text in params.getlist("page") for each in text.split(",")]
    wanted = sorted(set(ids.parse_all([*params.getlist("id"), *pages][:MOST])))
    query = params.get("query", "").replace("\0", "")
    whole = "all" in params
    return Selection(item_type.code if item_type else "", () if whole else tuple(wanted), query, whole)


def of(facts: Mapping[str, Any]) -> Selection:
    """Return the selection that a job keeps."""
    return Selection(**{**facts, "ids": tuple(facts["ids"])})
