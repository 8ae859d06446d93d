"""How do many items get a to-do, go into the recycle bin, and come back from it?"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import activities, permissions, records
from segue.core.item_types import ItemType
from segue.core.models import Activity, Item, User
from segue.core.models.activity import TASK
from segue.web.forms.activity import ActivityForm
from segue.web.many.act import WILL, Act, Facts, NotUndone, Unchanged, Verdict

FIRST_VERSION = 1


class ToDoForm(ActivityForm):
    """A to-do that is about each of the items by itself."""

    def _near(self) -> list[Item]:
        return []


class AddToDo(Act):
    """Something to be done about each."""

    code, label, icon = "todo", gettext_lazy("Add a to-do"), "check"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.form = ToDoForm(Item(), TASK, self.typed if "deadline" in self.typed else None, reader=self.actor)

    @property
    def entries(self) -> list[Facts]:
        """What is to be done, and the rest of it folded away."""
        more = {
            "summary": _("More"),
            "open": self.form.has_more,
            "entries": [{"field": each} for each in self.form.more],
        }
        return [*({"field": each} for each in self.form.main), more]

    @property
    def said(self) -> str:
        """What is to be done."""
        return str(self.form.cleaned_data["title"]) if self.check() else ""

    def check(self) -> bool:
        """Judge it as the form of one to-do does."""
        return self.form.is_valid()

    def facts(self) -> Any:
        """Everything that was typed."""
        return sorted(self.typed.lists())

    def do(self, item: Item, key: str) -> Facts:
        """Plan it."""
        self.check()
        made = activities.plan([records.alive(item)], TASK, self.form.values(), actor=self.actor)
        return {"activity": made.pk}

    @classmethod
    def undo(cls, item: Item, done: Facts, *, actor: User, key: str) -> None:
        """Delete it while nobody has touched it."""
        activity = Activity.objects.filter(pk=done["activity"]).first()
        if activity is None:
            raise Unchanged
        if not activity.is_open or activity.version != FIRST_VERSION:
            raise NotUndone(_("The to-do was changed or done since."))
        activities.delete(activity, actor=actor)


class Delete(Act):
    """Into the recycle bin."""

    code, label, icon, right, tone = "delete", gettext_lazy("Delete"), "bin", "delete", "danger"

    def do(self, item: Item, key: str) -> Facts:
        """Delete it."""
        records.delete(item, actor=self.actor)
        return {}

    @classmethod
    def undo(cls, item: Item, done: Facts, *, actor: User, key: str) -> None:
        """Bring it back."""
        _restore(item, actor)


class Restore(Act):
    """Out of the recycle bin."""

    code, label, icon, right = "restore", gettext_lazy("Restore"), "restore", "restore"

    @classmethod
    def is_for(cls, item_type: ItemType | None, actor: User) -> bool:
        """Only in the recycle bin."""
        return item_type is None

    def judge(self, item: Item) -> Verdict:
        """One's own deletions come back, for administrators all."""
        own = self.actor.is_admin or item.deleted_by_id == self.actor.pk
        return Verdict(WILL) if own and self.actor.is_active else self.lacks(self.right, item)

    def do(self, item: Item, key: str) -> Facts:
        """Bring it back."""
        _restore(item, self.actor)
        return {}

    @classmethod
    def undo(cls, item: Item, done: Facts, *, actor: User, key: str) -> None:
        """Delete it again."""
        records.delete(item, actor=actor)


def _restore(item: Item, actor: User) -> None:
    if not actor.is_active:
        raise permissions.Forbidden(permissions.Missing("restore", item.type, item.pk))
    if records.fresh(item).deleted_at is None:
        raise Unchanged
    records.restore(item, actor=actor)
