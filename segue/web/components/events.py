"""In which words does each kind of event stand in the timeline? One row per kind; facts are worded in `facts`."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import item_types, jobs
from segue.core.custom_fields.definitions import is_code
from segue.core.item_types import ItemType, Text
from segue.core.models import Attachment, Item, Stage, TimelineEntry, User
from segue.crm.models import Conversion, Merge
from segue.crm.models.conversion import APPLIED
from segue.web.components import activity_events, facts, names, values, words
from segue.web.components.custom_facts import CustomFacts
from segue.web.components.names import Name

Said = dict[str, Any]  # headline, text, links, icon, tone: what c-timeline takes of an entry
BY_CONVERSION = ("made", "used_existing", "created_from")
SHORTENED = 120


class Telling:
    """The entries of one page, told to one reader; what several of them name is read once."""

    def __init__(self, entries: Sequence[TimelineEntry], items: Mapping[int, Item], reader: User) -> None:
        self.entries, self.items, self.reader = entries, items, reader

    def tell(self, entry: TimelineEntry) -> Said:
        """Word one entry; a kind that nobody words here is named by its code, so that nothing is lost."""
        kind = KINDS.get(entry.kind)
        if kind is None:
            return {"headline": entry.kind, "icon": "info"}
        return {"icon": kind.icon, "headline": kind.label} | kind.word(self, entry)

    def type_of(self, entry: TimelineEntry) -> ItemType:
        """Return the type of the item an entry belongs to."""
        return item_types.of(self.items[entry.item_id])

    def other(self, entry: TimelineEntry) -> Name | None:
        """Name the other item an entry is about."""
        return next((self.named[entry.data[end]] for end in facts.ENDS if end in entry.data), None)

    @cached_property
    def named(self) -> dict[int, Name]:
        """All other items, as the reader may see them now."""
        return names.of((pk for entry in self.entries for pk in facts.items_in(entry)), self.reader)

    @cached_property
    def files(self) -> list[Attachment]:
        """The files of the items of which the entries tell."""
        told = {entry.item_id for entry in self.entries if "files" in entry.data.get("changes", {})}
        return [*Attachment.objects.filter(item_id__in=told, field=None).order_by("name", "pk")] if told else []

    @cached_property
    def jobs(self) -> dict[int, str]:
        """The imports of which the entries tell and that the reader may see, with what they do."""
        told = {entry.data["job"] for entry in self.entries if entry.kind == "imported" and "job" in entry.data}
        found = jobs.of(self.reader).filter(pk__in=told) if told else ()
        return {job.pk: jobs.KINDS[job.kind].about(job) or str(jobs.KINDS[job.kind].label) for job in found}

    @cached_property
    def merges(self) -> dict[int, Merge]:
        """The merges of which the entries tell."""
        told = {entry.data["merge"] for entry in self.entries if entry.kind == "merged"}
        return Merge.objects.select_related("undone_by").in_bulk(told) if told else {}

    @cached_property
    def semantics(self) -> dict[int, str]:
        """What the stages mean that items were moved to."""
        moved = (entry.data.get("changes", {}).get("stage", ()) for entry in self.entries)
        ids = {fact["id"] for change in moved for fact in change if fact}
        return dict(Stage.objects.filter(pk__in=ids).values_list("pk", "semantics")) if ids else {}

    @cached_property
    def custom(self) -> CustomFacts:
        """The custom fields of which the entries tell."""
        return CustomFacts(self.entries, self.items, self.reader)

    def is_for_reader(self, entry: TimelineEntry) -> bool:
        """Say whether an entry tells this reader anything: not if all it tells is of fields that they may not see."""
        changed = entry.data.get("changes", {})
        return not changed or any(not is_code(name) or self.custom.sees(entry, name) for name in changed)

    def changes(self, entry: TimelineEntry, only: str = "") -> list[tuple[str, str, str]]:
        """Word what changed: field, from, to; perhaps of one field only."""
        changed: Mapping[str, Any] = entry.data.get("changes", {})
        item_type = self.type_of(entry)
        told = []
        for name, (before, after) in changed.items():
            if only not in ("", name):
                continue
            if is_code(name):
                told += self.custom.change(entry, name, self.named)
            elif name == "rows":
                told += facts.rows(before, after)
            else:
                label = str(item_type.field_label(name))
                old, new = (facts.text(item_type, name, fact, self.named) for fact in (before, after))
                told.append((label, old, new))
        return told


@dataclass(frozen=True)
class Kind:
    """How one kind of event is headed and drawn, and what it says beyond that."""

    label: Text
    icon: str
    word: Callable[[Telling, TimelineEntry], Said] = lambda telling, entry: {}


def _created(telling: Telling, entry: TimelineEntry) -> Said:
    return {"headline": _("%(type)s created") % {"type": telling.type_of(entry).label}}


def _imported(telling: Telling, entry: TimelineEntry) -> Said:
    """Lead whoever may see it to the import."""
    pk = entry.data.get("job")
    if pk not in telling.jobs:
        return {}
    return {"links": [{"label": telling.jobs[pk], "href": reverse("job", args=[pk])}]}


def _made(telling: Telling, entry: TimelineEntry) -> Said:
    headline = _("Created based on this %(one)s") % {"one": words.of(telling.type_of(entry)).one}
    return {"headline": headline, "tone": "success"} | _link(telling, entry)


def _created_from(telling: Telling, entry: TimelineEntry) -> Said:
    source = item_types.get(entry.data["type"])
    return {"headline": _("Created based on %(one)s") % {"one": words.of(source).one}} | _link(telling, entry)


def _used(telling: Telling, entry: TimelineEntry) -> Said:
    headline = _("Existing record used") if "target" in entry.data else _("Used in a conversion")
    return {"headline": headline} | _link(telling, entry)


def _link(telling: Telling, entry: TimelineEntry) -> Said:
    """Name the other item: type and number, and its present title as a link, if it can be opened."""
    name = telling.other(entry)
    if name is None:
        return {}
    icon = {"icon": item_types.of(name.item).icon} if name.item else {}
    if not name.href:
        return icon | {"text": " · ".join(filter(None, (name.kind, name.text, name.note)))}
    return icon | {"text": name.kind, "links": [{"label": name.text, "href": name.href}]}


def _merged(telling: Telling, entry: TimelineEntry) -> Said:
    """Name what went into this one, and where that can be taken back, as long as it stands and is this one's own."""
    said, merge = _link(telling, entry), telling.merges.get(entry.data["merge"])
    if merge is None or merge.undone_at or merge.main_id != entry.item_id:
        return said
    undo = {"label": _("Undo the merge"), "href": reverse("merge-undo", args=[merge.pk])}
    return said | {"links": [*said.get("links", []), undo]}


def _stage(telling: Telling, entry: TimelineEntry) -> Said:
    before, after = entry.data["changes"]["stage"]
    label = telling.type_of(entry).field_label("stage")
    old, new = (facts.text(telling.type_of(entry), "stage", fact, {}) for fact in (before, after))
    tone = telling.semantics.get(after["id"], "") if after else ""
    return {"headline": _one(str(label), old, new), "tone": "" if tone == "process" else tone}


def _changed(telling: Telling, entry: TimelineEntry) -> Said:
    """A single change is the headline; several stand below it."""
    changes = telling.changes(entry)
    if len(changes) == 1:
        return {"headline": _one(*changes[0])}
    return {"text": "\n".join(_one(*change) for change in changes)}


def _listed(telling: Telling, entry: TimelineEntry) -> Said:
    return {"text": "\n".join(_one(*change) for change in telling.changes(entry))}


def _in_one_line(telling: Telling, entry: TimelineEntry) -> Said:
    return {"headline": " · ".join(_one(*change) for change in telling.changes(entry))}


def _files(telling: Telling, entry: TimelineEntry) -> Said:
    """Files that were added are links as long as the item has them."""
    if "files" not in entry.data["changes"]:
        return _listed(telling, entry)
    before, after = entry.data["changes"]["files"]
    stayed = {each["id"] for each in after}  # what was new had none yet
    added = Counter(each["label"] for each in after if each["id"] is None)
    there = [each for each in telling.files if each.item_id == entry.item_id and each.name in added
             and each.pk not in stayed and each.added_at <= entry.at]  # fmt: skip
    gone = added - Counter(each.name for each in there)
    links = [_file(each) for each in there]
    told = [_("Added: %(name)s") % {"name": name} for name in sorted(gone.elements())]
    removed = sorted(each["label"] for each in before if each["id"] not in stayed)
    told += [_("Removed: %(name)s") % {"name": name} for name in removed]
    custom = [_one(*change) for name in entry.data["changes"] if is_code(name)
              for change in telling.custom.change(entry, name, telling.named)]  # fmt: skip
    headline = {"headline": _("Files added")} if links and not told and not custom else {}
    return headline | {"text": "\n".join([*told, *custom]), "links": links}


def _file(attachment: Attachment) -> dict[str, str]:
    return {"label": attachment.name, "href": reverse("file", args=[attachment.pk, attachment.name])}


def _comment(telling: Telling, entry: TimelineEntry) -> Said:
    return {"tone": "comment", "html": values.rich(entry.data["text"])}


def _one(label: str, old: str, new: str) -> str:
    """Word a change in one line; long texts are cut, the history has them whole."""
    return f"{label}: {_short(old)} → {_short(new) or '–'}" if old else f"{label}: {_short(new) or '–'}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORTENED else f"{line[:SHORTENED]}…"


KINDS: dict[str, Kind] = {
    "created": Kind(gettext_lazy("%(type)s created"), "plus", _created),
    "imported": Kind(gettext_lazy("Imported from a file"), "file", _imported),
    "changed": Kind(gettext_lazy("Changed"), "edit", _changed),
    "deleted": Kind(gettext_lazy("Moved to the recycle bin"), "bin"),
    "restored": Kind(gettext_lazy("Restored from the recycle bin"), "restore"),
    "created_from": Kind(gettext_lazy("Created based on another item"), "link", _created_from),
    "made": Kind(gettext_lazy("Created based on this item"), "link", _made),
    "used_existing": Kind(gettext_lazy("Existing record used"), "link", _used),
    "conversion_undone": Kind(gettext_lazy("Conversion undone"), "undo"),
    "stage_changed": Kind(gettext_lazy("Stage changed"), "stage", _stage),
    "pipeline_changed": Kind(gettext_lazy("Pipeline changed"), "stage", _in_one_line),
    "owner_changed": Kind(gettext_lazy("Responsible person changed"), "user", _in_one_line),
    "client_changed": Kind(gettext_lazy("Client changed"), "clients", _in_one_line),
    "rows_changed": Kind(gettext_lazy("Products changed"), "product", _listed),
    "files_changed": Kind(gettext_lazy("Files changed"), "file", _files),
    "merged": Kind(gettext_lazy("Merged with another record"), "copy", _merged),
    "merged_into": Kind(gettext_lazy("Merged into another record"), "copy", _link),
    "merge_undone": Kind(gettext_lazy("Merge undone"), "undo", _link),
    "link_added": Kind(gettext_lazy("Link added"), "link", _link),
    "link_removed": Kind(gettext_lazy("Link removed"), "link", _link),
    "comment": Kind(gettext_lazy("Comment"), "comment", _comment),
    "comment_deleted": Kind(gettext_lazy("Comment deleted"), "bin"),
    "activity_planned": Kind(gettext_lazy("Activity planned"), "calendar", activity_events.planned),
    "activity_changed": Kind(gettext_lazy("Activity changed"), "edit", activity_events.changed),
    "activity_done": Kind(gettext_lazy("Activity done"), "check", activity_events.done),
    "call": Kind(gettext_lazy("Call"), "phone", activity_events.done),
    "email": Kind(gettext_lazy("E-mail"), "mail", activity_events.done),
    "activity_removed": Kind(gettext_lazy("Activity removed"), "bin", activity_events.removed),
}


def undone(telling: Telling, entry: TimelineEntry) -> str:
    """Say who took back the conversion or the merge that wrote this entry; nothing if nobody did."""
    done: Conversion | Merge | None = entry.conversion if entry.kind in BY_CONVERSION else None
    if entry.kind == "merged":
        done = telling.merges.get(entry.data["merge"])
    if done is None or not done.undone_at:
        return ""
    return _("Undone by %(who)s, %(when)s") % {"who": done.undone_by, "when": values.instant(done.undone_at)}


def is_undoable(entry: TimelineEntry) -> bool:
    """Say whether an entry tells of a conversion that still stands."""
    return entry.kind in BY_CONVERSION and entry.conversion is not None and entry.conversion.state == APPLIED
