"""Which inputs does an activity have? By its kind; what is checked is core's."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from segue.core.activities import LONGEST_RESULT
from segue.core.activity_values import LONGEST_TITLE
from segue.core.models import Activity, Item, User
from segue.core.models.activity import (
    CALL,
    EMAIL,
    INCOMING,
    MEDIUM,
    MEETING,
    OUTGOING,
    TASK,
    WITH_DIRECTION,
    WITH_END,
)
from segue.crm import related
from segue.web.components import activities, names
from segue.web.forms.fields import ChoiceOf, LongText, refuse_nul

MAIN = ("title", "deadline", "ends_at", "direction", "responsible", "done")  # the rest is folded away
BEFORE = (0, 5, 15, 30, 60, 120, 24 * 60, 2 * 24 * 60, 7 * 24 * 60)  # minutes one can be reminded before
SHAPE = "%Y-%m-%dT%H:%M"  # what browsers send and take
OPENING = 9  # o'clock


class InstantField(forms.DateTimeField):
    """A day and a time by the reader's clock."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format=SHAPE)
        super().__init__(widget=widget, error_messages={"invalid": _("Enter a day and a time.")}, **options)


class ActivityForm(forms.Form):
    """The form of one kind; `activity` is the one that is changed, else a new one about `item` is made."""

    def __init__(  # noqa: PLR0913  what a form is made of
        self,
        item: Item,
        kind: int,
        data: Any = None,
        *,
        reader: User,
        activity: Activity | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        self.item, self.kind, self.activity, self.reader = item, kind, activity, reader
        super().__init__(data, initial=self._initial(), auto_id=auto_id)
        self.bound = set(activity.bindings.values_list("item", flat=True)) if activity else {item.pk}
        self.near = {str(each.pk): each for each in self._near()}
        self.fields = {**self._main(), **self._more()}
        self.fields["title"].widget.attrs["autofocus"] = True

    @property
    def main(self) -> list[forms.BoundField]:
        """What is asked at once."""
        return [self[name] for name in self.fields if name in MAIN]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is folded away."""
        return [self[name] for name in self.fields if name not in MAIN]

    @property
    def has_more(self) -> bool:
        """Say whether something of it stands out: a fault, or what somebody chose."""
        chosen = self.activity
        stands_out = chosen and (chosen.description or chosen.reminders or chosen.colour or chosen.priority != MEDIUM)
        return bool(stands_out) or any(name in self.errors for name in self.fields if name not in MAIN)

    def values(self) -> dict[str, Any]:
        """Return the columns as typed."""
        typed = self.cleaned_data
        return {name: value for name, value in typed.items() if name not in {"done", "about"}}

    @property
    def is_done(self) -> bool:
        """Say whether it has taken place."""
        return bool(self.cleaned_data.get("done"))

    def about(self) -> tuple[list[Item], list[Item]]:
        """Return the items that shall be bound, and those that shall no longer be."""
        if "about" not in self.fields:
            return [], []
        chosen = set(self.cleaned_data.get("about", ()))
        added = [each for key, each in self.near.items() if key in chosen and each.pk not in self.bound]
        taken = [each for key, each in self.near.items() if key not in chosen and each.pk in self.bound]
        return added, taken if self.activity else []

    def refuse(self, refused: ValidationError) -> None:
        """Put what core refused beside its fields."""
        if not hasattr(refused, "error_dict"):
            self.add_error(None, refused)
            return
        for name, faults in refused.error_dict.items():
            self.add_error(name if name in self.fields else None, faults)

    def _initial(self) -> dict[str, Any]:
        now = timezone.localtime().replace(second=0, microsecond=0)
        if self.activity:
            told = {name: getattr(self.activity, name) for name in ("title", "deadline", "ends_at", "description")}
            told |= {name: getattr(self.activity, name) for name in ("direction", "priority", "colour", "reminders")}
            bound = self.activity.bindings.values_list("item", flat=True)
            return told | {"responsible": self.activity.responsible, "about": [str(pk) for pk in bound]}
        begins = {EMAIL: now, TASK: _morning(now)}.get(self.kind, now.replace(minute=0) + timedelta(hours=1))
        ends = {"ends_at": begins + timedelta(hours=1)} if self.kind == MEETING else {}
        return {"deadline": begins, "responsible": self.reader, "priority": MEDIUM, "direction": OUTGOING} | ends

    def _main(self) -> dict[str, forms.Field]:
        when = {TASK: _("Deadline"), EMAIL: _("When")}.get(self.kind, _("Begins"))
        label = _("What is to be done?") if self.kind == TASK else _("Subject")
        fields: dict[str, forms.Field] = {
            "title": forms.CharField(
                label=label, max_length=LONGEST_TITLE, required=self.kind == TASK, validators=[refuse_nul]
            ),
            "deadline": InstantField(label=when),
        }
        if self.kind in WITH_END:
            fields["ends_at"] = InstantField(label=_("Ends"), required=False)
        if self.kind in WITH_DIRECTION:
            written = (_("Sent"), _("Received")) if self.kind == EMAIL else (_("Outgoing"), _("Incoming"))
            choices = list(zip((OUTGOING, INCOMING), written, strict=True))
            fields["direction"] = forms.TypedChoiceField(
                label=_("Direction"),
                choices=choices,
                coerce=int,
                required=False,
                empty_value=OUTGOING,  # type: ignore[arg-type]  # the stubs know texts only
            )
        if self.kind != EMAIL:
            fields["responsible"] = ChoiceOf(self._people(), label=_("Responsible person"))
        if self.kind in {CALL, MEETING} and self.activity is None:
            fields["done"] = forms.BooleanField(label=_("It has taken place already"), required=False)
        return fields

    def _more(self) -> dict[str, forms.Field]:
        text = _("Text") if self.kind == EMAIL else _("Description")
        fields: dict[str, forms.Field] = {"description": LongText(label=text, required=False, validators=[refuse_nul])}
        if self.kind != EMAIL:
            reminded = {*BEFORE, *(self.activity.reminders if self.activity else ())}
            fields["reminders"] = forms.TypedMultipleChoiceField(
                label=_("Reminders"),
                choices=[(each, activities.before(each)) for each in sorted(reminded)],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            fields["priority"] = forms.TypedChoiceField(
                label=_("Priority"),
                choices=list(activities.PRIORITIES.items()),
                coerce=int,
                empty_value=MEDIUM,  # type: ignore[arg-type]  # as above
                required=False,
            )
            fields["colour"] = forms.TypedChoiceField(
                label=_("Colour"),
                choices=[("", pgettext("colour", "None")), *activities.COLOUR_NAMES.items()],
                coerce=int,
                empty_value=None,
                required=False,
            )
        if choices := self._about():
            fields["about"] = forms.MultipleChoiceField(
                label=_("Belongs to") if self.activity else _("Belongs to these too"),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=self._hidden(),
            )
        return fields

    def _people(self) -> Iterable[User]:
        chosen = [self.activity.responsible] if self.activity else []
        active = list(User.objects.active())
        return [*active, *(each for each in chosen if each not in active)]

    def _near(self) -> list[Item]:
        """Find what it is about, and what stands near the item and may be added to, as far as the reader sees it."""
        near = Item.objects.permitting("edit", self.reader).filter(pk__in=related.near(self.item))
        bound = Item.objects.visible_to(self.reader).filter(pk__in=self.bound)
        return list({each.pk: each for each in (*bound, *near)}.values())

    def _about(self) -> list[tuple[str, str]]:
        """Offer what is near; a new one is about its item in any case."""
        kept = {str(self.item.pk)} if self.activity is None else set()
        listed = [(key, names.line(each)) for key, each in self.near.items() if key not in kept]
        return listed if self.activity is None or len(self.bound | {each.pk for each in self.near.values()}) > 1 else []

    def _hidden(self) -> str:
        return names.hidden(len(self.bound - {each.pk for each in self.near.values()}))


class ResultForm(forms.Form):
    """What came of it?"""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        label = _("Result (optional)")
        self.fields["result"] = LongText(
            label=label, required=False, max_length=LONGEST_RESULT, validators=[refuse_nul]
        )
        self.fields["result"].widget.attrs["autofocus"] = True


class PostponeForm(forms.Form):
    """Until when?"""

    def __init__(self, activity: Activity, data: Any = None) -> None:
        super().__init__(data, initial={"deadline": activity.deadline})
        self.fields["deadline"] = InstantField(label=_("New time"))
        self.fields["deadline"].widget.attrs["autofocus"] = True


def _morning(now: datetime) -> datetime:
    """Return when the office opens tomorrow."""
    day = now.date() + timedelta(days=1)
    return timezone.make_aware(datetime(day.year, day.month, day.day, OPENING))  # noqa: DTZ001  made aware here


def differing(form: ActivityForm, present: Activity) -> Mapping[str, str]:
    """Say by field what stands there now, where it is not what was typed: somebody else saved meanwhile."""
    typed = form.cleaned_data
    return {
        name: getattr(present, name)
        for name in typed
        if name not in {"about", "done"} and getattr(present, name) != typed[name]
    }
