"""How does the dialog of a conversion ask? One entry per open question, in the order of the plan."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import item_types
from segue.core.models import Item, User
from segue.crm.conversion import NEW, Blank, MissingFields, Plan, Question, Repeat, WhichPipeline, WhichRecord
from segue.crm.duplicates import REASONS, Match
from segue.lib import text
from segue.web import http
from segue.web.components import missing_fields, words

MOST_FOUND = 8


def ask(plan: Plan, search: dict[str, str], reader: User, *, everything: bool) -> list[dict[str, Any]]:
    """Describe what is to be decided: the open questions, or with the whole plan all that can be."""
    shown = plan.questions if everything else _together(plan)
    return [_ASKED[type(question)](question, plan, search, reader) for question in shown]


def _together(plan: Plan) -> list[Question]:
    """What was answered wrongly or searched for stays in sight beside what is open."""
    answered = (WhichRecord, Blank, MissingFields)
    kept = [question for question in plan.questions if question in plan.open or isinstance(question, answered)]
    return [question for question in kept if not _was_never_open(question)]


def _was_never_open(question: Question) -> bool:
    match question:
        case WhichRecord():
            return not question.matches and not question.has_hidden
        case MissingFields():
            return not question.offers_any
    return False


def _missing(question: MissingFields, plan: Plan, _search: dict[str, str], reader: User) -> dict[str, Any]:
    return missing_fields.prompt(question, plan, reader)


def _repeat(question: Repeat, plan: Plan, _search: dict[str, str], reader: User) -> dict[str, Any]:
    visible = Item.objects.visible_to(reader).filter(pk__in=[item.pk for item in question.earlier])
    shown = {item.pk: item for item in visible}
    first = shown.get(question.earlier[0].pk)
    source = words.of(item_types.of(plan.source)).one
    sentence = _("%(item)s was already created from this %(source)s. Create another?")
    others = len(question.earlier) - 1
    return {
        "kind": "repeat",
        "text": sentence % {"item": called(first), "source": source},
        "href": http.address(first) if first else "",
        "link": called(first),
        "more": ngettext("And %(count)d more.", "And %(count)d more.", others) % {"count": others} if others else "",
        "digest": question.digest,
    }


def _pipeline(question: WhichPipeline, _plan: Plan, _search: dict[str, str], _reader: User) -> dict[str, Any]:
    options = [
        {"value": each.pk, "label": each.label, "selected": each == question.chosen} for each in question.pipelines
    ]
    return {"kind": "pipeline", "label": _("Pipeline"), "options": options}


def _which(question: WhichRecord, plan: Plan, search: dict[str, str], reader: User) -> dict[str, Any]:
    item_type = item_types.get(question.slot)
    typed = search.get(question.slot, "")
    known = {match.item.pk for match in question.matches}
    others = [item for item in _others(question, plan, typed, reader) if item.pk not in known]
    return {
        "kind": "match",
        "slot": question.slot,
        "legend": item_type.label,
        "name": f"use-{question.slot}",
        "matches": [
            *(_match(match, question.chosen) for match in question.matches),
            *(_match(Match(item, ()), question.chosen) for item in others),
        ],
        "new": {"value": NEW, "selected": question.chosen == NEW},
        "hidden_note": _("A possible duplicate exists that you cannot see.") if question.has_hidden else "",
        "search": {"name": f"search-{question.slot}", "value": typed, "label": words.of(item_type).search},
        "nothing_found": bool(typed) and not others,
    }


def _others(question: WhichRecord, plan: Plan, typed: str, reader: User) -> list[Item]:
    """Find what was chosen before, and what the search finds among all the reader may see."""
    visible: Any = Item.objects.visible_to(reader).of_type(question.slot).select_related("owner")
    chosen = list(visible.filter(pk=question.chosen)) if question.chosen else []
    if not typed.strip():
        return chosen
    for word in text.search_form(typed).split():
        visible = visible.filter(search_text__contains=word)
    return [*chosen, *(item for item in visible.order_by("-last_activity_at")[:MOST_FOUND] if item not in chosen)]


def _match(match: Match, chosen: int) -> dict[str, Any]:
    return {
        "value": match.item.pk,
        "name": called(match.item),
        "href": http.address(match.item),
        "owner": match.item.owner.name,
        "reasons": ", ".join(str(REASONS[reason]) for reason in match.reasons),
        "selected": match.item.pk == chosen,
    }


def _blank(question: Blank, plan: Plan, _search: dict[str, str], _reader: User) -> dict[str, Any]:
    item_type = item_types.get(question.slot)
    field = plan.reading.fields[question.slot].get(question.name)
    return {
        "kind": "blank",
        "name": f"field-{question.slot}-{question.name}",
        "label": f"{item_type.label}: {field.label if field else item_type.field_label(question.name)}",
        "value": question.text,
        "error": plan.errors.get((question.slot, question.name), ""),
        "options": missing_fields.options(field, question.text) if field else [],
    }


def called(item: Item | None) -> str:
    """Name an item with its number where it has one: "Invoice 17"; what one may not see is "Hidden item"."""
    if item is None:
        return _("Hidden item")
    label = item_types.of(item).label
    if item.number:
        return f"{label} {item.number}"
    return item.title or f"{label} #{item.pk}"


_ASKED: dict[type[Any], Any] = {
    Repeat: _repeat,
    WhichPipeline: _pipeline,
    WhichRecord: _which,
    Blank: _blank,
    MissingFields: _missing,
}
