"""Where does each field of an item's form stand, for this person? The default of the type, or as somebody arranged it.

The personal view of a person comes before the views named for them or their departments, these before the common one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language

from segue.core import item_types
from segue.core.custom_fields import definitions
from segue.core.custom_fields.definitions import Fields
from segue.core.item_types import ItemType, Section
from segue.core.models import Department, FormView, Item, User
from segue.core.prepared import prepared

ALWAYS = ("title",)  # what every item is called by
NAMED_BY_LINE, MOST_UNDER_ONE_NAME = ("communications",), 3  # an amount with its currency and "by hand" has one name
Stored = Mapping[str, Any]  # {sections: [{code, labels, fields, hidden}], hidden, names}, as FormView keeps them


@dataclass(frozen=True)
class Arrangement:
    """The sections in order, with the names of the fields, parts and custom fields in each; and what is not shown.

    `away` are the codes of sections that are hidden, with all in them that may be; `names` what fields are called that
    are called otherwise than by themselves.
    """

    sections: tuple[Section, ...]
    hidden: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def section(self, code: str) -> Section | None:
        """Return the section of that code."""
        return next((each for each in self.sections if each.code == code), None)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of all that is shown, in order."""
        return tuple(name for section in self.sections for name in section.fields)


def of_item(item: Item, reader: User, custom: Fields) -> Arrangement:
    """Return how the form of an item stands for a reader who may see these custom fields: one query."""
    item_type = item_types.of(item)
    return whole(item_type, found(item_type, item_type.variant(item), reader), custom)


def whole(
    item_type: ItemType, view: FormView | Stored | None, custom: Fields, *, needed: Collection[str] = ()
) -> Arrangement:
    """Return what is shown and what is not, by the name of every single field; what is `needed` is shown."""
    arrangement = arranged(item_type, view, custom, needed=needed)
    sections, hidden = [], [*arrangement.hidden]
    for section in arrangement.sections:
        away = section.fields if section.code in arrangement.away else ()
        gone = [name for name in away if may_hide(item_type, name, custom, needed)]
        names = [name for name in section.fields if name not in gone]
        hidden += gone
        if names or not gone:
            sections.append(Section(section.code, section.label, tuple(_each(item_type, names))))
    return Arrangement(
        tuple(sections) or (Section(arrangement.sections[-1].code, arrangement.sections[-1].label, ()),),
        tuple(name for unit in hidden for name in item_type.with_others(unit)),
        names=arrangement.names,
    )


def found(item_type: ItemType, variant: str, reader: User) -> FormView | None:
    """Return the view that holds for a reader; None where the default does."""
    views = _views(item_type.code, variant, reader.pk)
    return min(views, key=lambda view: (view.owner_id is None, not view.name, view.pk), default=None)


def arranged(
    item_type: ItemType, view: "FormView | Stored | None", custom: Fields, *, needed: Collection[str] = ()
) -> Arrangement:
    """Bring all fields into the order that is stored, those that stand together by the first of them.

    What is stored of fields that are gone, or not for this reader, counts nothing. A field that is not named there
    stands at the end of its own section, or of the last one. A required field is shown, whatever is stored.
    """
    wanted = of_view(view) if isinstance(view, FormView) else view or {}
    homes = _homes(item_type, custom)
    left = dict.fromkeys(homes)
    sections = _sections(item_type, wanted.get("sections") or ())
    for _section, names, stored_there in sections:
        names += [name for name in stored_there if left.pop(name, "") is None]
    named = dict.fromkeys(wanted.get("hidden", ()))
    hidden = [name for name in named if name in left and may_hide(item_type, name, custom, needed)]
    places = {section.code: names for section, names, _stored in sections}
    last = sections[-1][1]
    for name in left:
        if name not in hidden:
            places.get(homes[name], last).append(name)
    return Arrangement(
        tuple(Section(section.code, section.label, tuple(names)) for section, names, _stored in sections),
        tuple(hidden),
        tuple(each["code"] for each in wanted.get("sections") or () if each.get("hidden")),
        {name: str(label_of(each, "")) for name, each in _names(wanted, homes).items() if may_rename(item_type, name)},
    )


def may_hide(item_type: ItemType, name: str, custom: Fields, needed: Collection[str] = ()) -> bool:
    """Say whether a field may be left out of a form: not while items need it, or this one, as `required.names` says."""
    if name in custom:
        return not custom[name].mandatory
    pieces = item_type.part(name).pieces if item_type.has(name) else ()
    alone = {*item_type.with_others(name), *(piece.name for piece in pieces)}
    return not {*ALWAYS, *item_type.required, *needed} & alone


def may_rename(item_type: ItemType, name: str) -> bool:
    """Say whether a view may call a field otherwise: not several lines that have a name each."""
    return name not in NAMED_BY_LINE and len(item_type.with_others(name)) <= MOST_UNDER_ONE_NAME


def of_view(view: FormView) -> Stored:
    """Return what a view keeps."""
    return {"sections": view.sections, "hidden": view.hidden, "names": view.names}


def stored(item_type: ItemType, view: FormView | Stored | None, custom: Fields) -> dict[str, Any]:
    """Write down all of the form as it stands for a view, to be changed and kept."""
    arrangement = arranged(item_type, view, custom)
    kept = of_view(view) if isinstance(view, FormView) else view or {}
    labels = {each["code"]: each.get("labels") for each in kept.get("sections", ())}
    sections = [
        {
            "code": each.code,
            "labels": labels.get(each.code) or {},
            "fields": list(each.fields),
            "hidden": each.code in arrangement.away,
        }
        for each in arrangement.sections
    ]
    return {"sections": sections, "hidden": list(arrangement.hidden), "names": _names(kept, _homes(item_type, custom))}


def label_of(labels: Mapping[str, str], standard: str | Promise) -> str | Promise:
    """Return the name of a section: in the reader's language, else in the one it was given in, else the standard."""
    return labels.get((get_language() or "en")[:2]) or next(iter(sorted(labels.values())), "") or standard


def _sections(
    item_type: ItemType, stored: Iterable[Mapping[str, Any]]
) -> list[tuple[Section, list[str], Iterable[str]]]:
    """List the sections that are stored, else those of the type, each with a list to fill and what is wanted there."""
    standard = {section.code: section.label for section in item_type.sections}
    found = [
        (Section(each["code"], label_of(each.get("labels") or {}, standard.get(each["code"], "")), ()), each["fields"])
        for each in stored
    ]
    return [(section, [], names) for section, names in found or [(section, ()) for section in item_type.sections]]


def _homes(item_type: ItemType, custom: Fields) -> dict[str, str]:
    """Return all fields in the order of the type, each with the section it stands in unless somebody moves it."""
    units = {*item_type.units}
    standard = {name: each.code for each in item_type.sections for name in each.fields if name in units}
    return standard | {code: item_type.section(each.section).code for code, each in custom.items()}


def _names(stored: Stored, known: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return {name: labels for name, labels in (stored.get("names") or {}).items() if name in known and labels}


def _each(item_type: ItemType, units: Iterable[str]) -> Iterable[str]:
    """Name all that stands in the form, not only the first of those that stand together."""
    single = (name for unit in units for name in item_type.with_others(unit))
    return (name for name in single if definitions.is_code(name) or name in item_type.fields)


@prepared
def _views(item_type: str, variant: str, user: int) -> QuerySet[FormView]:
    mine = Department.objects.filter(Q(members=user) | Q(head=user)).order_by().values("pk")
    named = Q(users=user) | Q(departments__in=mine)
    return FormView.objects.filter(
        Q(owner=user) | Q(owner=None, name="") | named, item_type=item_type, variant=variant
    ).order_by()
