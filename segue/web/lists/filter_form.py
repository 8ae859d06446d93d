"""How is a condition on a custom field put together? Choose the field, then how it compares and with what; plain forms.

Within the address of the list: `add` is the field that was chosen, `how` and `what` are the answers.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from segue.core.custom_fields import kinds
from segue.core.custom_fields.definitions import Fields
from segue.core.models import CustomField, User
from segue.web.components import custom_values
from segue.web.lists import conditions
from segue.web.lists.conditions import Condition

MOST_PEOPLE, MOST_LINES = 200, 8
INPUTS = {"number": "text", "money": "text", "date": "date", "datetime": "datetime-local"}


def added(params: Any, fields: Fields) -> Condition | None:
    """Return the condition that the form holds; None for none. Raises ValidationError for what it cannot mean."""
    field, operator = fields.get(params.get("add", "")), params.get("how", "")
    if field is None or operator not in kinds.of(field.kind).operators:
        return None
    texts = [text for text in params.getlist("what") if text.strip()]
    if operator == "is" and len(texts) > 1 and "among" in kinds.of(field.kind).operators:
        operator = "among"
    return conditions.typed(field, operator, texts if operator in {"between", "among"} else texts[:1])


def describe(params: Any, fields: Fields) -> dict[str, Any]:
    """Return what c-field-filter takes beside the address: the fields, and the questions about the chosen one."""
    chosen = fields.get(params.get("add", ""))
    named = [(code, field.filter_label) for code, field in fields.items()]
    options = [
        {"value": code, "label": label, "selected": bool(chosen and chosen.code == code)} for code, label in named
    ]
    return {"options": options, "draft": _draft(chosen, params, fields) if chosen else None}


def _draft(field: CustomField, params: Any, fields: Fields) -> dict[str, Any]:
    given = [text[: conditions.LONGEST] for text in params.getlist("what")]
    error = ""
    try:
        added(params, fields)
    except ValidationError as refused:
        error = " ".join(refused.messages)
    how, words = params.get("how", ""), conditions.words(field)
    operators = kinds.of(field.kind).operators
    return {
        "code": field.code,
        "label": field.filter_label,
        "operators": [{"value": each, "label": words[each], "selected": each == how} for each in operators],
        "inputs": _inputs(field, given),
        "error": error,
    }


def _inputs(field: CustomField, given: list[str]) -> list[dict[str, Any]]:
    operators = kinds.of(field.kind).operators
    if set(operators) <= {"blank", "filled"}:
        return []
    options = _options(field)
    if options is not None:
        described = [{"value": value, "label": label, "selected": value in given} for value, label in options]
        return [{"label": _("Value"), "kind": "select", "options": described, "lines": min(len(options), MOST_LINES)}]
    column = kinds.of(field.kind).column
    kind = INPUTS.get(field.kind) or INPUTS.get(column) or "text"
    values = [*given, "", ""]
    first = {"label": _("Item number") if column == "id" else _("Value"), "kind": kind, "value": values[0]}
    if "between" not in operators:
        return [first]
    return [first, {"label": _("and, for between"), "kind": kind, "value": values[1]}]


def _options(field: CustomField) -> list[tuple[str, str]] | None:
    """What can be chosen; None where values are typed."""
    if field.kind == "boolean":
        return [("1", custom_values.switch(field, True)), ("0", custom_values.switch(field, False))]  # noqa: FBT003  the values
    if field.kind in {"list", "directory"}:
        return [(str(value), custom_values.choice(field, value)) for value in field.offered]
    if field.kind == "employee":
        people = User.objects.active().order_by("name").values_list("pk", "name")[:MOST_PEOPLE]
        return [(str(pk), name) for pk, name in people]
    return None
