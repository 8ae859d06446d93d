"""How does merging read: whose value stands, side by side, and what comes of it?"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from segue.core import item_types
from segue.core.custom_fields import definitions
from segue.core.item_types import Text
from segue.core.models import Item, User
from segue.crm import merging
from segue.crm.merging import Plan, Unit
from segue.crm.models import Merge
from segue.web import http
from segue.web.components import create, custom_values, facts, names, refusals, toasts, values

Entry = dict[str, Any]
TAKE = "take_"
SAID: dict[str, Text] = {
    merging.STALE: gettext_lazy("This is not what you saw before. Look at it, then confirm."),
    merging.GONE: merging.REASONS[merging.GONE],
}
NOT_NAMED = ("amount_is_manual",)
MONEY = ("amount", "revenue")  # written with its currency


def dialog(request: HttpRequest, plan: Plan, said: list[str], *, back: str, kept: list[Entry]) -> Entry:
    """Describe the page of a merge; `said` are messages on what was refused, `back` is where one came from, and `kept`
    what its form sends along to know that again.
    """
    reader = request.user
    assert isinstance(reader, User)
    item_type = item_types.of(plan.main)
    words = _Words(plan, reader)
    if plan.blocked:
        said = [str(merging.REASONS[plan.blocked]), *said]
    said += [refusals.sentence(missing) for missing in plan.missing]
    hidden: list[Entry] = [
        *kept,
        {"name": "key", "value": create.fresh_key()},
        {"name": "seen", "value": plan.fingerprint},
    ]
    hidden += [{"name": "was", "value": plan.main.pk}, *({"name": "id", "value": item.pk} for item in plan.items)]
    different = [unit for unit in plan.units if not unit.is_equal]
    return {
        "said": said,
        "mains": [
            _main(item, is_main=item.pk == plan.main.pk) for item in sorted(plan.items, key=lambda item: item.pk)
        ],
        "units": [words.choice(unit) for unit in different],
        "equal": [line for unit in plan.units if unit.is_equal and (line := words.result(unit))],
        "result": [line for unit in different if (line := words.result(unit))],
        "united": words.united(),
        "action": reverse("merge", args=[item_type.slug]),
        "hidden": hidden,
        "cancel_href": back,
        "blocked": not plan.is_possible,
        "trail": [
            {"label": item_type.label_plural, "href": back},
            {"label": _("Merge"), "href": ""},
        ],
    }


def say(request: HttpRequest, merge: Merge) -> None:
    """Leave a notice for the next page, with the way back."""
    if not toasts.is_told(request, f"merge {merge.pk}"):
        toasts.add(request, _("Merged."), undo={"action": reverse("merge-undo", args=[merge.pk]), "hidden": []})


def undoing(merge: Merge, reader: User) -> Entry:
    """Describe the question before a merge is undone, or why it cannot be."""
    main = merge.main
    assert main is not None
    reason = merging.why_not(merge)
    said = [str(merging.NOT_UNDONE[reason])] if reason else []
    if not said and not merging.may_undo(merge, reader):
        said = [_("You may not undo this.")]
    return {
        "dialog": {
            "title": _("This cannot be undone") if said else _("Undo the merge?"),
            "text": "",
            "action": reverse("merge-undo", args=[merge.pk]),
            "hidden": [{"name": "go", "value": "1"}],
            "cancel_href": http.address(main),
            "blocked": bool(said),
        },
        "trail": [{"label": _("Undo")}],
        "blocked": said,
        "effects": [] if said else [_("What was merged comes back with all that it had before.")],
    }


def _main(item: Item, *, is_main: bool) -> Entry:
    return {
        "value": item.pk,
        "name": item_types.name(item),
        "href": http.address(item),
        "note": f"{names.kind(item)} · {item.owner.name} · {values.instant(item.created_at)}",
        "selected": is_main,
    }


class _Words:
    """Words what the items hold, as the reader may see it."""

    def __init__(self, plan: Plan, reader: User) -> None:
        self.plan, self.reader, self.item_type = plan, reader, item_types.of(plan.main)
        self.fields = definitions.seen_by(reader, definitions.of_type(plan.main.type))
        self.by_id: Mapping[int, Item] = {item.pk: item for item in plan.items}
        named = (pk for unit in plan.units for told in unit.told.values() for name, fact in told.items()
                 if name in facts.TO_ITEMS for pk in facts.ids(fact))  # fmt: skip
        self.named = names.of(named, reader)

    def choice(self, unit: Unit) -> Entry:
        """Describe the values of a unit side by side."""
        options = [
            {
                "value": pk,
                "text": self._text(unit, pk) or pgettext("value", "empty"),
                "from": item_types.name(self.by_id[pk]),
                "selected": pk == unit.chosen,
            }
            for pk in sorted(unit.told)
        ]
        return {"name": f"{TAKE}{unit.name}", "label": unit.label, "options": options}

    def result(self, unit: Unit) -> Entry | None:
        """Describe what stands afterwards; nothing where that is blank."""
        text = self._text(unit, unit.chosen)
        return {"label": unit.label, "text": text} if text else None

    def united(self) -> list[Entry]:
        """Describe what is united."""
        found = []
        for name, value in self.plan.parts.items():
            if name in {"communications", "observers"} and value:
                fact = self.item_type.part(name).facts(value)
                found.append(
                    {"label": self.item_type.field_label(name), "text": facts.text(self.item_type, name, fact, {})}
                )
        return found

    def _text(self, unit: Unit, pk: int) -> str:
        if unit.name in self.fields:
            return custom_values.plain(self.fields[unit.name], self.by_id[pk].custom.get(unit.name), self.reader)
        told = {name: fact for name, fact in unit.told[pk].items() if name not in NOT_NAMED}
        texts = [self._money(pk, unit.name)] if unit.name in MONEY else []
        spoken = (unit.name, "currency") if texts else ()
        texts += [
            facts.text(self.item_type, name, fact, self.named) for name, fact in told.items() if name not in spoken
        ]
        return ", ".join(filter(None, texts))

    def _money(self, pk: int, name: str) -> str:
        """Write an amount as its own page does; nothing for none."""
        item = item_types.child_of(self.by_id[pk])
        return values.amount(held, item.currency) if (held := getattr(item, name)) else ""
