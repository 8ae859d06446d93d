"""Which saved views does a person have for a type, how are they kept, and how do they like its list?

One's own views need no right but to sign in. What others get too, and what holds for everybody, takes the settings
right and leaves an audit entry. A view never shows more than its reader may see: it only asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from segue.core import audit, permissions, settings_changes
from segue.core.models import Department, ListChoice, Role, SavedView, User
from segue.core.prepared import prepared

MOST = 200  # views of one person and type; nobody finds their way among more
LONGEST = 20_000  # signs that one view may keep


@dataclass(frozen=True)
class Shared:
    """Whom a view is for, beside its owner."""

    everyone: bool = False
    roles: tuple[Role, ...] = ()
    departments: tuple[Department, ...] = ()

    def __bool__(self) -> bool:
        return self.everyone or bool(self.roles or self.departments)


def of(item_type: str, reader: User) -> list[SavedView]:
    """Return the views of a type that are the reader's own or shared with them, by name.

    Who may change the settings has all that are shared: else nobody could change those of somebody who left.
    """
    if reader.may_change_settings:
        views = _kept(item_type, reader.pk)
    else:
        views = _views(item_type, reader.pk, tuple(reader.access.roles))
    return sorted(views, key=lambda view: (view.name.casefold(), view.pk))


def one(item_type: str, pk: int, reader: User) -> SavedView | None:
    """Return one of them."""
    return next((view for view in of(item_type, reader) if view.pk == pk), None)


def may_change(view: SavedView, actor: User) -> bool:
    """Say whether a person may change or delete a view: their own private one, shared ones with the settings right."""
    if shared_with(view):
        return actor.may_change_settings
    return bool(view.owner_id == actor.pk)


def require_change(view: SavedView, actor: User) -> None:
    """Raise Forbidden for somebody who may not change a view."""
    if not may_change(view, actor):
        raise permissions.Forbidden(permissions.Missing("settings", ""))


def shared_with(view: SavedView) -> Shared:
    """Return whom a view is shared with; nobody for one that is not stored yet."""
    if settings_changes.is_new(view):
        return Shared()
    return Shared(view.is_for_everyone, tuple(view.roles.all()), tuple(view.departments.all()))


def save(view: SavedView, values: Mapping[str, Any], *, shared: Shared | None = None, actor: User) -> SavedView:
    """Store a new view, or change one; `shared` is left as it is where nothing is said. Raises Forbidden, or
    ValidationError by field.
    """
    before = shared_with(view)
    after = before if shared is None else shared
    if before or after:
        permissions.require_settings(actor)
    with transaction.atomic():
        is_new = settings_changes.is_new(view)
        if is_new:
            view.owner = actor
        elif not before:
            require_change(view, actor)
        for name, value in values.items():
            setattr(view, name, value.strip() if name == "name" else value)
        _check(view)
        view.is_for_everyone = after.everyone
        view.save()
        view.roles.set(after.roles)
        view.departments.set(after.departments)
        if before or after:
            event = settings_changes.ADDED if is_new else settings_changes.CHANGED
            _tell(event, view, actor, {"holders": [_said(before), _said(after)], "name": [None, view.name]})
    return view


def remove(view: SavedView, *, actor: User) -> None:
    """Delete a view; lists that began with it begin with all again. Raises Forbidden."""
    require_change(view, actor)
    with transaction.atomic():
        if shared_with(view):
            _tell(settings_changes.REMOVED, view, actor, {"name": [view.name, None]})
        view.delete()


def choices(item_type: str, reader: User) -> tuple[ListChoice, ListChoice]:
    """Return how the reader likes the list of a type, and how everybody does; empty ones where nobody chose."""
    own, common = ListChoice(item_type=item_type, owner=reader), ListChoice(item_type=item_type)
    for found in _choices(item_type, reader.pk):
        own, common = (found, common) if found.owner_id else (own, found)
    return own, common


def choose(item_type: str, values: Mapping[str, Any], *, actor: User) -> None:
    """Keep how a person likes the list of a type."""
    ListChoice.objects.update_or_create(item_type=item_type, owner=actor, defaults=dict(values))


def choose_for_all(item_type: str, values: Mapping[str, Any], *, actor: User) -> None:
    """Keep how the list of a type is for whoever chose nothing else. Raises Forbidden."""
    row = ListChoice.objects.filter(item_type=item_type, owner=None).first() or ListChoice(item_type=item_type)
    settings_changes.save(row, values, actor=actor)


def _check(view: SavedView) -> None:
    if not view.name:
        raise ValidationError({"name": [_("Give the view a name.")]})
    view.full_clean(exclude=["owner"])
    same = SavedView.objects.filter(item_type=view.item_type, owner=view.owner_id, name=view.name)
    if same.exclude(pk=view.pk).exists():
        raise ValidationError({"name": [_("There is a view with this name already.")]})
    own = SavedView.objects.filter(item_type=view.item_type, owner=view.owner_id)
    if settings_changes.is_new(view) and own.count() >= MOST:
        raise ValidationError({"name": [_("You have very many views already. Delete one first.")]})
    if len(repr((view.asked, view.columns, view.board))) > LONGEST:
        raise ValidationError({"name": [_("This filter is too long to be kept.")]})


def _said(shared: Shared) -> dict[str, Any]:
    named: dict[str, Iterable[Any]] = {"roles": shared.roles, "departments": shared.departments}
    return {"everyone": shared.everyone} | {name: [str(each) for each in rows] for name, rows in named.items()}


def _tell(event: str, view: SavedView, actor: User, changes: dict[str, Any]) -> None:
    audit.record(
        event, actor=actor, subject=settings_changes.subject_of(view), data={"id": view.pk, "changes": changes}
    )


@prepared
def _views(item_type: str, user: int, roles: tuple[int, ...]) -> QuerySet[SavedView]:
    departments = Department.objects.filter(Q(members=user) | Q(head=user)).order_by().values("pk")
    by_role = SavedView.roles.through.objects.filter(savedview=OuterRef("pk"), role__in=roles)
    by_department = SavedView.departments.through.objects.filter(savedview=OuterRef("pk"), department__in=departments)
    mine = Q(owner=user) | Q(is_for_everyone=True) | Exists(by_role) | Exists(by_department)
    return SavedView.objects.filter(mine, item_type=item_type).order_by()


@prepared
def _kept(item_type: str, user: int) -> QuerySet[SavedView]:
    by_role = SavedView.roles.through.objects.filter(savedview=OuterRef("pk"))
    by_department = SavedView.departments.through.objects.filter(savedview=OuterRef("pk"))
    kept = Q(owner=user) | Q(is_for_everyone=True) | Exists(by_role) | Exists(by_department)
    return SavedView.objects.filter(kept, item_type=item_type).order_by()


@prepared
def _choices(item_type: str, user: int) -> QuerySet[ListChoice]:
    return ListChoice.objects.filter(Q(owner=user) | Q(owner=None), item_type=item_type).order_by()
