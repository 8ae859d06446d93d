"""How does the dialog of a conversion offer custom fields that the new items' types lack?"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import item_types
from segue.core.custom_fields import kinds
from segue.core.models import CustomField, User
from segue.crm.conversion import ALL, MissingFields, Plan
from segue.crm.conversion.decisions import Group, Offer
from segue.web.components import custom_values
from segue.web.components.custom_values import Known

ASKED, TICKED, ALL_OF, NOT_AGAIN = "new-asked", "new-field-", "new-all-", "not-again"  # names of the inputs
MOST_OPTIONS, LONGEST_SAMPLE = 5, 80


def prompt(asked: MissingFields, plan: Plan, reader: User) -> dict[str, Any]:
    """Describe the question as c-field-prompt takes it."""
    named = custom_values.known(
        [(offer.field, offer.value) for group in asked.groups for offer in group.offers if offer.value is not None],
        reader,
    )
    offering = [group for group in asked.groups if group.offers]
    return {
        "kind": "custom_fields",
        "asked": ASKED,
        "text": _("These fields are missing on what will be created. Tick those to create there and fill in."),
        "groups": [_group(group, plan, reader, named) for group in offering],
        "conflicts": _conflicts(asked.groups),
        "hidden": _hidden(asked.groups),
        "disabled": "" if asked.may_create else _only_settings(),
        "stop": _stop(offering, plan) if asked.may_create else None,
    }


def _group(group: Group, plan: Plan, reader: User, named: Known) -> dict[str, Any]:
    wanted = (plan.decisions.create_fields or {}).get(group.slot, ())
    return {
        "name": f"{ALL_OF}{group.slot}",
        "label": item_types.get(group.slot).label,
        "checked": ALL in wanted,
        "fields": [_field(offer, group.slot, wanted, reader, named) for offer in group.offers],
    }


def _field(offer: Offer, slot: str, wanted: Iterable[str], reader: User, named: Known) -> dict[str, Any]:
    sample = custom_values.plain(offer.field, offer.value, reader, named) if offer.value is not None else ""
    return {
        "name": f"{TICKED}{slot}",
        "value": offer.field.code,
        "label": offer.field.label,
        "type": _kind(offer.field),
        "sample": _short(sample) or _("no value here"),
        "hint": _("a field with this label exists under another code") if offer.has_namesake else "",
        "checked": ALL in wanted or offer.field.code in wanted,
    }


def _kind(field: CustomField) -> str:
    """Name the kind, with the first options of a list."""
    label = str(kinds.of(field.kind).label)
    if field.multiple:
        label = _("%(kind)s, several values") % {"kind": label}
    if field.kind != "list":
        return label
    options = [str(option) for option in field.offered.values()]
    more = "…" if len(options) > MOST_OPTIONS else ""
    return f"{label} ({', '.join(options[:MOST_OPTIONS])}{more})"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…"


def _conflicts(groups: Iterable[Group]) -> list[dict[str, Any]]:
    sentence = _("%(kind)s here, %(other)s on %(targets)s: it cannot be created there.")
    return [
        {
            "label": field.label,
            "reason": sentence
            % {
                "kind": kinds.of(field.kind).label,
                "other": kinds.of(other.kind).label,
                "targets": item_types.get(group.slot).label_plural,
            },
        }
        for group in groups
        for field, other in group.conflicts
    ]


def _hidden(groups: Iterable[Group]) -> str:
    count = max((group.hidden for group in groups), default=0)
    sentence = ngettext("%(count)d field you cannot see", "%(count)d fields you cannot see", count)
    return sentence % {"count": count} if count else ""


def _stop(groups: Iterable[Group], plan: Plan) -> dict[str, Any]:
    slots = [group.slot for group in groups]
    many = ", ".join(str(item_types.get(slot).label_plural) for slot in slots)
    return {
        "name": NOT_AGAIN,
        "value": " ".join(slots),
        "label": _("Do not offer these again for %(types)s") % {"types": many},
        "checked": set(slots) <= set(plan.decisions.do_not_offer),
    }


def _only_settings() -> str:
    return _("Creating fields needs the right to change settings. Continue creates the items without them.")


def options(field: CustomField, typed: str) -> list[dict[str, Any]]:
    """List what can be answered where a required field offers a choice; nothing where it is typed."""
    offered: dict[Any, str] = {}
    if field.kind == "employee":
        offered = dict(User.objects.active().values_list("pk", "name"))
    elif field.kind in {"list", "directory"}:
        offered = {value: str(each) for value, each in field.offered.items()}
    return choices(offered, typed)


def choices(offered: Mapping[Any, str], typed: str) -> list[dict[str, Any]]:
    """List what is offered, with a blank first; nothing where nothing is."""
    chosen = [{"value": value, "label": text, "selected": str(value) == typed} for value, text in offered.items()]
    return [{"value": "", "label": "–", "selected": not typed}, *chosen] if chosen else []


def hint(field: CustomField) -> str:
    """Say how to answer where the input alone does not."""
    return _("The number of the item, as in its address.") if field.kind == "crm" else ""
