"""How does the dialog of a conversion ask? One entry per open question, in the order of the plan."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import item_types, search
from segue.core.models import Item, User
from segue.crm.conversion import (
    NEW,
    Blank,
    Decisions,
    MissingFields,
    Plan,
    Question,
    Repeat,
    WhichPipeline,
    WhichRecord,
    standard,
)
from segue.crm.duplicates import REASONS, Match
from segue.web import http
from segue.web.components import missing_fields, names, words

MOST_FOUND = 8
OWN_CLIENT = "own"  # instead of an id: the client the lead has, which the reader may not see


def ask(plan: Plan, search: dict[str, str], reader: User, *, everything: bool) -> list[dict[str, Any]]:
    """Describe what is to be decided: what is open, or with the whole plan all that can be; `focus`: the first that was
    answered wrongly.
    """
    shown = plan.questions if everything else _together(plan)
    asked = [_ASKED[type(question)](question, plan, search, reader) for question in shown]
    for wrong in [each for each in asked if each.get("error")][:1]:
        wrong["focus"] = True
    return asked


def _together(plan: Plan) -> list[Question]:
    """What was answered stays in sight beside what is open, so that the next post says it again."""
    return [each for each in plan.questions if each in plan.open or _was_answered(each, plan.decisions)]


def _was_answered(question: Question, decisions: Decisions) -> bool:
    match question:
        case Repeat():
            return bool(decisions.repeat)
        case WhichPipeline():
            return decisions.pipeline is not None
        case WhichRecord():
            return question.slot in decisions.use or bool(question.matches) or question.has_hidden
        case MissingFields():
            return question.offers_any and decisions.create_fields is not None
    return True  # a blank that was typed


def _missing(question: MissingFields, plan: Plan, _search: dict[str, str], reader: User) -> dict[str, Any]:
    return missing_fields.prompt(question, plan, reader)


def _repeat(question: Repeat, plan: Plan, _search: dict[str, str], _reader: User) -> dict[str, Any]:
    first = question.earlier[0]
    source = words.of(item_types.of(plan.source)).one
    sentence = _("%(item)s was already created from this %(source)s. Create another?")
    others = len(question.earlier) - 1
    return {
        "kind": "repeat",
        "text": sentence % {"item": masked(first, plan), "source": source},
        "href": link(first, plan),
        "link": masked(first, plan),
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
            *_own(question, plan),
            *(_match(match, question.chosen) for match in question.matches),
            *(_match(Match(item, ()), question.chosen) for item in others),
        ],
        "new": {"value": NEW, "selected": question.chosen == NEW},
        "hidden_note": _("A possible duplicate exists that you cannot see.") if question.has_hidden else "",
        "search": {"name": f"search-{question.slot}", "value": typed, "label": words.of(item_type).search},
        "nothing_found": bool(typed) and not others,
        "lost": _("The record you chose is not available. Please choose again.") if question.is_lost else "",
    }


def _own(question: WhichRecord, plan: Plan) -> list[dict[str, Any]]:
    """The client the lead has, where the reader may not see it."""
    if question.own not in plan.hidden:
        return []
    return [{"value": OWN_CLIENT, "name": _("Hidden item"), "selected": question.chosen == question.own}]


def _others(question: WhichRecord, plan: Plan, typed: str, reader: User) -> list[Item]:
    """Find what was chosen before, the client the lead has, and what the search finds, among all one may see."""
    visible: Any = Item.objects.visible_to(reader, question.slot).select_related("owner")
    named = {question.chosen, question.own or NEW} - {NEW}
    chosen = list(visible.filter(pk__in=named)) if named else []
    if not typed.strip():
        return chosen
    found = search.found(reader, typed, types=(question.slot,)).best[:MOST_FOUND]
    return [*chosen, *(item for item in search.in_order(found, reader) if item not in chosen)]


def _match(match: Match, chosen: int) -> dict[str, Any]:
    return {
        "value": match.item.pk,
        "name": item_types.name(match.item),
        "href": http.address(match.item),
        "owner": match.item.owner.name,
        "reasons": ", ".join(str(REASONS[reason]) for reason in match.reasons),
        "selected": match.item.pk == chosen,
    }


def _blank(question: Blank, plan: Plan, _search: dict[str, str], _reader: User) -> dict[str, Any]:
    item_type = item_types.get(question.slot)
    field = plan.reading.fields[question.slot].get(question.name)
    offered = {} if field else {each.pk: str(each) for each in standard.offered(question.slot, question.name)}
    return {
        "kind": "blank",
        "name": f"field-{question.slot}-{question.name}",
        "label": f"{item_type.label}: {field.label if field else item_type.field_label(question.name)}",
        "value": question.text,
        "error": plan.errors.get((question.slot, question.name), ""),
        "options": missing_fields.options(field, question.text)
        if field
        else missing_fields.choices(offered, question.text),
        "help": missing_fields.hint(field) if field else "",
    }


def masked(item: Item, plan: Plan) -> str:
    """Call an item that a plan names by type and number, "Invoice 17"; what one may not see is "Hidden item"."""
    return _("Hidden item") if item.pk in plan.hidden else names.kind(item)


def titled(item: Item, plan: Plan) -> str:
    """Call an item that a plan names where its type stands already; what one may not see is "Hidden item"."""
    return _("Hidden item") if item.pk in plan.hidden else item_types.name(item)


def link(item: Item, plan: Plan) -> str:
    """Return the address of an item that a plan names, unless one may not see it."""
    return "" if item.pk in plan.hidden else http.address(item)


_ASKED: dict[type[Any], Any] = {
    Repeat: _repeat,
    WhichPipeline: _pipeline,
    WhichRecord: _which,
    Blank: _blank,
    MissingFields: _missing,
}
