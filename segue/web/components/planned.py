"""How does the plan of a conversion read: what goes where, what stays and why, which sums?"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segue.core import item_types
from segue.core.custom_fields import values as custom_fields
from segue.core.item_types import Text
from segue.core.models import Item, User
from segue.crm import pricing
from segue.crm.clients import NOBODY, Clients
from segue.crm.conversion import Plan
from segue.crm.conversion.slots import ASKED, COPY, DEFAULT, FIXED, Record
from segue.crm.conversion.stays import REASONS, Stay
from segue.crm.models.contact_point import KIND_NAMES
from segue.web.components import custom_values, item_values, names, questions, rows, values, words

RULES: dict[str, Text] = {
    COPY: "",
    DEFAULT: gettext_lazy("default"),
    ASKED: gettext_lazy("entered"),
    FIXED: gettext_lazy("set"),
}
NOTES: dict[str, Text] = {
    "create": gettext_lazy("new"),
    "use": gettext_lazy("existing"),
    "reuse": gettext_lazy("made before"),
}
# Columns of a new item that say nothing to a person.
UNSHOWN = ("decimals", "rounding_mode", "amount_is_manual", "country_code", "web_form", "originator", "origin_id")


def whole(plan: Plan, reader: User) -> dict[str, Any]:
    """Describe the whole plan as c-plan takes it."""
    return {
        "records": [_record(record, plan, reader) for record in _in_menu_order(plan)],
        "stays": stays(plan, reader),
        "totals": _totals(plan),
        "effects": _effects(plan),
    }


def summary(plan: Plan) -> str:
    """Say in one line what will be made and how much stays: "Will create: 1 deal, 1 contact. 2 values stay"."""
    made = [f"1 {words.WORDS[record.slot].one}" for record in _in_menu_order(plan) if record.action == "create"]
    taken = [questions.titled(record.item, plan) for record in _in_menu_order(plan) if record.item]
    said = [_("Will create: %(items)s.") % {"items": ", ".join(made)}] if made else []
    said += [_("Will use: %(items)s.") % {"items": ", ".join(taken)}] if taken else []
    count = len(plan.stays)
    source = words.of(item_types.of(plan.source)).one
    sentence = ngettext("%(count)d value stays on the %(source)s.", "%(count)d values stay on the %(source)s.", count)
    return " ".join([*said, *([sentence % {"count": count, "source": source}] if count else [])])


def stays(plan: Plan, reader: User) -> list[dict[str, Any]]:
    """Describe what is not carried over, each with its reason."""
    source = item_values.Values(plan.source, reader)
    return [
        {"label": _label(stay, source, plan), "value": _stayed(stay, source, plan, reader), "reason": reason(stay)}
        for stay in plan.stays
    ]


def reason(stay: Stay) -> str:
    """Word the reason, naming the types it is about: "Contacts have no such field"."""
    many = ", ".join(str(item_types.get(target).label_plural) for target in stay.targets)
    return str(REASONS[stay.reason]) % {"targets": many}


def shown(found: dict[str, Any]) -> str:
    """Write a value in one line."""
    return found.get("value") or found.get("html") or ", ".join(str(line["value"]) for line in found.get("lines", ()))


def _label(stay: Stay, source: item_values.Values, plan: Plan) -> str:
    field = plan.reading.seen.get(stay.name)
    return field.label if field else str(source.item_type.field_label(stay.name))


def _stayed(stay: Stay, source: item_values.Values, plan: Plan, reader: User) -> str:
    if stay.name in plan.reading.seen:
        return custom_values.plain(plan.reading.seen[stay.name], stay.value, reader)
    if stay.name == "rows":
        return ngettext("%(count)d row", "%(count)d rows", len(stay.value)) % {"count": len(stay.value)}
    if stay.name == "communications":
        return ", ".join(each.value for each in stay.value)
    if stay.name == "client" and isinstance(stay.value, Item):
        return questions.titled(stay.value, plan)
    return shown(source.show(stay.name))


def _in_menu_order(plan: Plan) -> Iterable[Record]:
    return sorted(plan.records, key=lambda record: plan.variant.targets.index(record.slot))


def _record(record: Record, plan: Plan, reader: User) -> dict[str, Any]:
    item_type = item_types.get(record.slot)
    described = {"heading": item_type.label, "icon": item_type.icon, "note": NOTES[record.action]}
    if record.item is not None:
        gained = [
            {"target": KIND_NAMES[each.kind], "source": "", "value": each.value, "rule": _("added")}
            for each in record.appended
            if record.may_edit
        ]
        href = {"note": questions.titled(record.item, plan), "note_href": questions.link(record.item, plan)}
        return described | href | {"fields": gained}
    return described | {
        "fields": [
            *_fields(record, plan, reader),
            *_custom(record, plan, reader),
            *_client(record, plan, reader),
            *_parts(record),
        ],
        "rows": _rows(record, plan),
        "files": [file.name for file in record.parts.get("files", ())],
    }


def _fields(record: Record, plan: Plan, reader: User) -> list[dict[str, Any]]:
    columns, _codes = custom_fields.split(record.values)
    draft = item_types.get(record.slot).model(type=record.slot, **columns)
    target, source = item_values.Values(draft, reader), item_values.Values(plan.source, reader)
    listed = []
    for each in (each for each in record.fields if each.target in columns):
        value = "" if each.target in UNSHOWN else shown(target.show(each.target))
        if value:
            label = source.item_type.field_label(each.source) if each.source else ""
            listed.append(
                {
                    "target": target.item_type.field_label(each.target),
                    "source": label,
                    "value": value,
                    "rule": RULES[each.rule],
                }
            )
    return listed


def _custom(record: Record, plan: Plan, reader: User) -> list[dict[str, Any]]:
    """Describe the custom values of a new item, as far as the reader may see the fields; then the new fields."""
    known = plan.reading.target_fields(record.slot)
    held, source = plan.source.custom, plan.reading.seen
    filled = [
        (known[each.target], each.value, str(RULES[each.rule]))
        if each.source not in source
        else (source[each.source], held[each.source], "")
        for each in record.fields
        if each.target in known
    ]
    filled += [(offer.field, offer.value, _("new field")) for offer in record.new_fields]
    return [
        {
            "target": field.label,
            "source": field.label if rule in ("", _("new field")) else "",
            "value": custom_values.plain(field, value, reader),
            "rule": rule,
        }
        for field, value, rule in filled
    ]


def _client(record: Record, plan: Plan, reader: User) -> list[dict[str, Any]]:
    """Name the client of a new item: a company and a contact made or used beside a deal, then whom the source has."""
    item_type, beside = item_types.get(record.slot), {}
    if not item_type.has("client"):
        return []
    if record.slot == "deal":
        beside = {slot: each for slot in ("company", "contact") if (each := plan.record(slot))}
    own: Clients = record.parts.get("client", NOBODY)
    company = None if "company" in beside else own.company
    taken = {each.item.pk for each in beside.values() if each.item}
    others = [pk for pk in (company, *own.contacts) if pk and pk not in taken]
    named = names.of(others, reader)
    people = [*(_beside(each, plan) for each in beside.values()), *(named[pk].text for pk in others)]
    source = item_types.of(plan.source).field_label("client") if others else ""
    line = {"target": item_type.field_label("client"), "source": source, "value": ", ".join(people), "rule": ""}
    return [line] if people else []


def _beside(record: Record, plan: Plan) -> str:
    """Name the contact or company of the same run; a contact's title is made of its name."""
    if record.item is not None:
        return questions.titled(record.item, plan)
    found = record.values
    return str(found.get("title") or " ".join(filter(None, (found.get("first_name"), found.get("last_name")))))


def _parts(record: Record) -> list[dict[str, Any]]:
    reach = record.parts.get("communications", ())
    return [{"target": KIND_NAMES[each.kind], "source": "", "value": each.value, "rule": ""} for each in reach]


def _rows(record: Record, plan: Plan) -> list[dict[str, str]]:
    source, found = plan.source, record.parts.get("rows", ())
    measures = rows.measures_of(found)
    return [
        {
            "name": row.name,
            "quantity": f"{values.number(row.quantity)} {rows.measure(row, measures)}".strip(),
            "sum": values.amount(pricing.row_sums(row.line, source.decimals).gross, source.currency),
        }
        for row in found
    ]


def _totals(plan: Plan) -> list[dict[str, str]]:
    sums = plan.totals
    if sums is None:
        return []
    lines: list[tuple[Text, Any]] = [(_("Net"), sums.net)]
    lines += [
        (_("Tax %(rate)s") % {"rate": values.percent(line.rate)}, line.tax)
        for line in sums.tax_lines
        if line.rate is not None
    ]
    lines.append((_("Total"), sums.gross))
    written = [(str(label), values.amount(value, plan.source.currency)) for label, value in lines]
    return [{"label": label, "before": value, "after": value} for label, value in written]


def _effects(plan: Plan) -> list[str]:
    effects = []
    if plan.won is not None:
        effects.append(_("Moves to the stage “%(stage)s”") % {"stage": plan.won.label})
    if plan.source.type == "lead" and {"contact", "company"} & set(plan.variant.targets):
        effects.append(_("Gets the client"))
    return effects
