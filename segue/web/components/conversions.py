"""How does a conversion speak to a person: the dialog before it, the notice and the address after it?"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from segue.core import item_types, permissions
from segue.core.models import Item, TimelineEntry, User
from segue.core.prepared import prepared
from segue.crm import conversion
from segue.crm.conversion import Plan
from segue.crm.conversion.stays import Stay
from segue.crm.models import Conversion, ConversionRecord
from segue.lib import dates
from segue.web import http
from segue.web.components import create, names, planned, questions, toasts, waiting, words
from segue.web.components.custom_facts import CustomFacts

if TYPE_CHECKING:
    from segue.web.forms.conversion import Answers

JUST_MADE = "just_made"  # waits: the conversion whose leftovers the next item page tells


def dialog(
    request: HttpRequest, plan: Plan, answers: "Answers", *, sheet: bool, refusal: Exception | None
) -> dict[str, Any]:
    """Describe the dialog; a sheet only names source and target and asks to go on, as the phone always does."""
    reader = _reader(request)
    home = http.address(plan.source)
    whole = answers.wants_whole_plan
    asked = [] if sheet and not whole else questions.ask(plan, answers.search, reader, everything=whole)
    return {
        "dialog": {
            "title": _title(plan),
            "text": "" if whole else planned.summary(plan),
            "action": create.address(plan.source, plan.variant),
            "hidden": _hidden(plan, answers, sheet=sheet),
            "cancel_href": home,
            "blocked": plan.is_nothing_to_do or isinstance(refusal, conversion.KeyReused),
            "size": "is-wide" if whole else "",
            "focus": not any(each.get("focus") for each in asked),
        },
        "trail": [
            {"label": item_types.of(plan.source).label_plural, "href": reverse("list", args=[_slug(plan.source)])},
            {"label": item_types.name(plan.source), "href": home},
            {"label": _("Create based on")},
        ],
        "news": _news(plan, answers, refusal, reader),
        "errors": _errors(refusal),
        "ends": _ends(plan),
        "questions": asked,
        "review": sheet,
        "can_refresh": bool(asked) and not sheet,
        "plan": planned.whole(plan, reader) if whole else None,
        "to_do": conversion.waiting(plan) if whole else 0,
        "move_to_do": answers.decisions.move_activities,
    }


def finish(request: HttpRequest, done: Conversion, *, again: bool) -> str:
    """Leave a notice of what was made for the next page, and return where that is: the main item, or the source when
    one may not open what one made or it was undone meanwhile.
    """
    source, records = done.just_made or (done.source, _records(done.pk))
    records = _in_menu_order(done, records)
    main = records[0].item
    opens = main is not None and done.state == "applied" and _may_open(request, main)
    if again or done.state == "undone":
        toasts.add(request, _already(done), link=_another(done))
    else:
        _tell(request, done, source, records, opens=opens)
    if main is not None and opens:
        return http.address(main)
    return http.address(source) if source else reverse("start")


def _tell(
    request: HttpRequest, done: Conversion, source: Item | None, records: list[ConversionRecord], *, opens: bool
) -> None:
    """Say what was made, once, however often the same click comes; who has just made it may undo it."""
    undo = {"action": reverse("undo", args=[done.pk]), "hidden": []}
    if toasts.is_told(request, f"made {done.pk}"):
        return
    toasts.add(request, _made(done, source, records, opens=opens), undo=undo)
    waiting.on(request)[JUST_MADE] = done.pk
    if records[0].item is not None and records[0].action == "create" and not opens:
        toasts.add(request, _("Created; you have no right to open it."))


def _made(done: Conversion, source: Item | None, records: list[ConversionRecord], *, opens: bool) -> str:
    """Say what was made of what; with everything taken that existed, that it is linked now."""
    created = [names.kind(each.item) for each in records if each.action == "create" and each.item]
    if not created:
        item = records[0].item
        return _("%(item)s is linked now") % {"item": names.kind(item) if item and opens else _("Hidden item")}
    of = names.kind(source) if source else done.source_title
    return _("%(items)s created from %(source)s") % {"items": ", ".join(created), "source": of}


def arrival(request: HttpRequest, item: Item) -> dict[str, Any]:
    """Describe, once, the page of an item that was just made: the heading has the focus, and a notice (c-alert) says
    what the conversion did not carry over.
    """
    if getattr(request, "htmx", False) or (pk := waiting.on(request).pop(JUST_MADE, None)) is None:
        return {}
    found = ConversionRecord.objects.filter(conversion=pk, item=item, conversion__state="applied")
    record = found.select_related("conversion__source").first()
    return {"focus": True, "notices": _leftovers(request, record.conversion)} if record else {}


def _leftovers(request: HttpRequest, done: Conversion) -> list[dict[str, Any]]:
    if done.source is None or not done.plan["stays"]:
        return []
    undo = {"action": reverse("undo", args=[done.pk]), "hidden": []}
    may_undo = conversion.undoable([done], actor=_reader(request))
    items = [_leftover(stay, done.source) for stay in done.plan["stays"]]
    return [{"tone": "info", "items": items, "undo": undo if may_undo else None}]


def _leftover(stay: dict[str, Any], source: Item) -> dict[str, str]:
    """Word a value that stayed; the value itself stands on the source, which not every reader may see."""
    known = Stay(stay["name"], None, stay["reason"], tuple(stay["targets"]))
    label = words.field(item_types.of(source), stay["name"], {"labels": {stay["name"]: stay.get("labels")}})
    return {"label": label, "value": "", "reason": planned.reason(known)}


def _title(plan: Plan) -> str:
    names = {"what": create.made_of(plan.variant), "source": item_types.name(plan.source)}
    return _("Create %(what)s from %(source)s") % names


def _hidden(plan: Plan, answers: "Answers", *, sheet: bool) -> list[dict[str, Any]]:
    """Send on what the next post needs; after a sheet nothing was seen but the source itself."""
    hidden: list[dict[str, Any]] = [
        {"name": "key", "value": answers.key or create.fresh_key()},
        {"name": "version", "value": plan.source.version},
    ]
    if not sheet:
        hidden.append({"name": "fingerprint", "value": plan.fingerprint})
    if answers.wants_whole_plan and not sheet:
        hidden += [{"name": "review", "value": 1}, {"name": "reviewed", "value": 1}]
    return hidden


def _ends(plan: Plan) -> dict[str, Any]:
    source = item_types.of(plan.source)
    return {
        "source": {"type": source.label, "icon": source.icon, "title": item_types.name(plan.source)},
        "targets": [_end(plan, target) for target in plan.variant.targets],
    }


def _end(plan: Plan, target: str) -> dict[str, Any]:
    item_type, record = item_types.get(target), plan.record(target)
    title = questions.titled(record.item, plan) if record and record.item else ""
    return {"type": item_type.label, "icon": item_type.icon, "title": title}


def _news(plan: Plan, answers: "Answers", refusal: Exception | None, reader: User) -> list[dict[str, str]]:
    """Say why the dialog comes, or comes again."""
    if isinstance(refusal, conversion.Stale):
        return [{"title": _("The record changed while you were deciding."), "text": _changed_by(plan, answers, reader)}]
    if plan.is_nothing_to_do:
        items = ", ".join(questions.masked(record.item, plan) for record in plan.records if record.item)
        return [{"title": _("Nothing is left to create."), "text": _("Made before: %(items)s") % {"items": items}}]
    if isinstance(refusal, conversion.TotalsDiffer):
        text = _("Nothing was written. Please tell your administrator; the log has the figures.")
        return [{"title": _("The sums would not be equal."), "text": text}]
    if isinstance(refusal, conversion.KeyReused):
        return [{"title": _("This page was used already."), "text": _("Go back to the item and start again.")}]
    return []


def _changed_by(plan: Plan, answers: "Answers", reader: User) -> str:
    """Name the fields changed since the page was opened, and by whom."""
    entries = TimelineEntry.objects.filter(item_id=plan.source.pk, version__gt=answers.seen.version)
    since = list(entries.select_related("actor").order_by("pk"))
    custom, told = CustomFacts(since, {plan.source.pk: plan.source}, reader), []
    for entry in since:
        fields = custom.names(entry)
        told += [_("%(who)s changed: %(fields)s") % {"who": entry.actor.name, "fields": fields}] if fields else []
    return " · ".join(told)


def _errors(refusal: Exception | None) -> list[str]:
    by_field = getattr(refusal, "message_dict", None)
    if by_field is None:
        return []
    return [str(message) for messages in by_field.values() for message in messages]


def _already(done: Conversion) -> str:
    clock = timezone.get_current_timezone_name()
    at = dates.format_time(done.at, clock, (get_language() or "en")[:2])
    if done.state == "undone":
        return _("This was created at %(time)s and undone since.") % {"time": at}
    return _("Already created at %(time)s. Create another?") % {"time": at}


def _another(done: Conversion) -> dict[str, str] | None:
    if done.source is None:
        return None
    variant = conversion.variant_of(done.source_type, done.variant)
    return {"label": _("Create another"), "href": create.address(done.source, variant)} if variant else None


def _in_menu_order(done: Conversion, records: Iterable[ConversionRecord]) -> list[ConversionRecord]:
    order = done.variant.split("-")
    return sorted(records, key=lambda record: order.index(record.item_type))


@prepared
def _records(conversion_id: int) -> QuerySet[ConversionRecord]:
    return ConversionRecord.objects.filter(conversion=conversion_id).select_related("item")


def _may_open(request: HttpRequest, item: Item) -> bool:
    return item.deleted_at is None and permissions.may(_reader(request), "read", item)


def _slug(item: Item) -> str:
    return item_types.of(item).slug


def _reader(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # every page but sign-in requires one
