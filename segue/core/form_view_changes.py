"""How is an arrangement of the form kept: for oneself, for everybody, or under a name for some?

One's own needs no right but to sign in; what holds for others takes the settings right and leaves an audit entry.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from segue.core import audit, permissions, settings_changes
from segue.core.custom_fields import definitions
from segue.core.form_views import Stored
from segue.core.item_types import ItemType
from segue.core.models import Department, FormView, User

REPLACED = "form_views_replaced"  # the audit entry of personal views that gave way to the common one
Place = tuple[ItemType, str]  # a type and its variant


def save_personal(place: Place, stored: Stored, *, actor: User) -> FormView:
    """Keep an arrangement for the person who made it."""
    item_type, variant = place
    view, _is_new = FormView.objects.update_or_create(
        item_type=item_type.code, variant=variant, owner=actor, defaults=dict(stored)
    )
    return view


def reset_personal(place: Place, *, actor: User) -> None:
    """Give up one's own arrangement: from now on that holds which others made, else the default."""
    item_type, variant = place
    FormView.objects.filter(item_type=item_type.code, variant=variant, owner=actor).delete()


def save_common(place: Place, stored: Stored, *, actor: User, for_all: bool = False) -> FormView:
    """Keep an arrangement for everybody; `for_all` takes their personal views away too. Raises Forbidden."""
    permissions.require_settings(actor)
    item_type, variant = place
    with transaction.atomic():
        view = FormView.objects.filter(item_type=item_type.code, variant=variant, owner=None, name="").first()
        view = view or FormView(item_type=item_type.code, variant=variant)
        view = settings_changes.save(view, with_unseen(view, stored, actor), actor=actor)
        if for_all:
            _replace_personal(view, actor)
    return view


def save_named(  # noqa: PLR0913  a name, what it is of, and whose
    view: FormView,
    name: str,
    stored: Stored,
    *,
    users: Iterable[User],
    departments: Iterable[Department],
    actor: User,
) -> FormView:
    """Keep an arrangement under a name for some people. Raises Forbidden, or ValidationError by field."""
    permissions.require_settings(actor)
    people, parts = list(users), list(departments)
    if not name.strip():
        raise ValidationError({"name": [_("Give the view a name.")]})
    if not people and not parts:
        raise ValidationError({"users": [_("Choose for whom the view is.")]})
    same = FormView.objects.filter(item_type=view.item_type, variant=view.variant, owner=None, name=name.strip())
    if same.exclude(pk=view.pk).exists():
        raise ValidationError({"name": [_("There is a view with this name already.")]})
    with transaction.atomic():
        values = {"name": name.strip(), **with_unseen(view, stored, actor)}
        kept = settings_changes.save(view, values, actor=actor)
        _give(kept, people, parts, actor)
    return kept


def remove(view: FormView, *, actor: User) -> None:
    """Delete a common or named view. Raises Forbidden."""
    assert view.owner_id is None, view
    settings_changes.remove(view, actor=actor)


def with_unseen(view: FormView, stored: Stored, actor: User) -> dict[str, Any]:
    """Leave the fields where they are that others may see and whoever changes the view may not."""
    fields = definitions.of_type(view.item_type)
    unseen = {*fields} - {*definitions.seen_by(actor, fields)}
    if not unseen:
        return dict(stored)
    before = {each["code"]: [name for name in each["fields"] if name in unseen] for each in view.sections}
    sections = [{**each, "fields": [*each["fields"], *before.get(each["code"], ())]} for each in stored["sections"]]
    hidden = [*stored["hidden"], *(name for name in view.hidden if name in unseen)]
    names = {name: labels for name, labels in view.names.items() if name in unseen}
    return {"sections": sections, "hidden": hidden, "names": {**stored.get("names", {}), **names}}


def _give(view: FormView, users: list[User], departments: list[Department], actor: User) -> None:
    before = _members(view)
    view.users.set(users)
    view.departments.set(departments)
    after = _members(view)
    if before != after:
        data = {"id": view.pk, "changes": {"holders": [before, after]}}
        audit.record(settings_changes.CHANGED, actor=actor, subject=settings_changes.subject_of(view), data=data)


def _members(view: FormView) -> dict[str, list[str]]:
    return {
        "users": list(view.users.order_by("pk").values_list("name", flat=True)),
        "departments": list(view.departments.order_by("pk").values_list("name", flat=True)),
    }


def _replace_personal(view: FormView, actor: User) -> None:
    personal = FormView.objects.filter(item_type=view.item_type, variant=view.variant, owner__isnull=False)
    if count := personal.count():
        personal.delete()
        audit.record(REPLACED, actor=actor, subject=settings_changes.subject_of(view), data={"count": count})
