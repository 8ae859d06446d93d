"""How is a file on its way in read: its notation, which column is which field, and what is done about duplicates?"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from segue.core import files, item_types
from segue.core.item_types import ItemType
from segue.crm.columns import Column
from segue.importers import heads, options, reading
from segue.importers.drafts import targets
from segue.importers.models import Import
from segue.importers.models import Mapping as Kept
from segue.importers.options import Options
from segue.lib import spreadsheets
from segue.lib.spreadsheets import CSV, ENCODINGS, SEPARATORS, XLSX, Unreadable
from segue.web.forms.import_owner import OwnerInput

Option = dict[str, Any]
MARKS = {";": "; (%s)", ",": ", (%s)", "\t": "%s", "|": "| (%s)"}
NAMED = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252", "iso-8859-15": "ISO 8859-15"}
MOST_SHOWN = 60  # characters of a sample
LONGEST_NAME = 100


class ImportForm:
    """What is chosen for an import, as it is stored, or as it was just sent."""

    def __init__(self, about: Import, data: QueryDict | None = None) -> None:
        self.about, self.user = about, about.actor
        self.item_type: ItemType = item_types.get(about.item_type)
        self.errors: dict[str, str] = {}
        self.before: list[str] = []  # the head as the person saw it
        self.owner = OwnerInput(self.options.owner, data)
        if data is not None:
            self.before = self.head
            self._forget()
            self._take(data)

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns that the person may fill."""
        return targets(self.item_type, self.user)

    @cached_property
    def head(self) -> list[str]:
        """What stands above the columns of the file; nothing where it cannot be read."""
        try:
            found = reading.head(self.about)
        except Unreadable as fault:
            self.errors["file"] = reading.unreadable(fault)
            return []
        if not found:
            self.errors["file"] = _("There is nothing in this sheet. Choose another one, or another file.")
        return found

    @cached_property
    def rows(self) -> list[list[str]]:
        """The first rows of the file."""
        try:
            return reading.preview(self.about)
        except Unreadable as fault:
            self.errors["file"] = reading.unreadable(fault)
            return []

    @property
    def options(self) -> Options:
        """What is chosen for the whole of it."""
        return Options.read(self.about.options)

    def read_anew(self) -> None:
        """Guess the columns, after the file is read another way; what somebody kept for such a file goes first.

        What was chosen for a column stays while it is called the same.
        """
        self._forget()
        if self.head and self.head == self.before:
            return
        chosen = self.about.mapping
        kept = heads.kept(self.user, self.item_type, self.head)
        if kept is not None:
            self.use(kept)
        else:
            columns = [*self.columns.values()]
            self.about.mapping = heads.guess(self.head, columns)
            if heads.is_ours(self.head, columns):
                self._as_ours()
            for place, (name, before) in enumerate(zip(self.head, self.before, strict=False)):
                if name == before:
                    self.about.mapping[place] = chosen[place]

    def _forget(self) -> None:
        """Read the file anew when it is asked for."""
        self.errors.pop("file", None)
        for read in ("head", "rows"):
            self.__dict__.pop(read, None)

    def _as_ours(self) -> None:
        """What we exported comes back: what it says is written for programs, and its rows mean the items they were."""
        self.about.options["style"] = options.ours(self.about.notation)
        if "id" in self.about.mapping:
            self.about.options["key"] = "id"

    def use(self, kept: Kept) -> None:
        """Take over a mapping that was kept."""
        width = len(self.head)
        self.about.mapping = [*kept.mapping[:width], *[""] * (width - len(kept.mapping))]
        chosen = Options.read(kept.options)
        self.about.options = chosen.stored()
        if chosen.is_ours:
            self.about.options["style"] = options.ours(self.about.notation)
        self.owner = OwnerInput(self.options.owner)
        self.errors.pop("owner", None)

    def check(self) -> bool:
        """Say whether it can be tried; what is missing stands in `errors`."""
        mapped = [name for name in self.about.mapping if name]
        if not self.head:
            return False
        if not mapped:
            self.errors["mapping"] = _("Choose a field for at least one column.")
        for name in {name for name in mapped if mapped.count(name) > 1}:
            column = self.columns[name]
            if not (column.kind == "reach" or (column.is_named_twice and mapped.count(name) == 2)):  # noqa: PLR2004
                self.errors[name] = _("Only one column can be this field.")
        if (key := self.options.key) and key not in mapped:
            self.errors["key"] = _("No column is this field.")
        compared = options.criteria(self.item_type) and self.options.duplicates != options.ALLOW
        if compared and not self.options.criteria:
            self.errors["criteria"] = _("Tick at least one.")
        return not self.errors

    # What the page shows ------------------------------------------------------------------------------------

    def describe(self) -> dict[str, Any]:
        """Return what pages/import/mapping.html shows."""
        is_book = self.about.notation.get("kind") == XLSX
        return {
            "file_error": self.errors.get("file", ""),
            "encodings": [] if is_book else self._encodings(),
            "separators": [] if is_book else self._separators(),
            "sheets": self._sheets() if is_book else [],
            "has_head": reading.has_head(self.about),
            "columns": self._columns(),
            "mapping_error": self.errors.get("mapping", ""),
            "styles": _options(options.STYLES, self.options.style),
            "keys": _options(options.keys(self.item_type), self.options.key),
            "key_error": self.errors.get("key", ""),
            "modes": _options(options.MODES, self.options.duplicates) if self._criteria else [],
            "criteria": self._criteria,
            "criteria_error": self.errors.get("criteria", ""),
            "may_make": options.may_make(self.item_type, self.user),
            "makes": self.options.makes,
            "owner": self.owner.describe(),
            "keep_as": self.about.keep_as,
            "kept": [{"value": each.pk, "label": each.name} for each in heads.of(self.user, self.item_type)],
        }

    def _columns(self) -> list[Option]:
        samples = [[row[place] for row in self.rows if row[place]] for place in range(len(self.head))]
        return [
            {
                "label": name,
                "samples": " · ".join(each[:MOST_SHOWN] for each in dict.fromkeys(samples[place][:3])),
                "name": f"column-{place}",
                "options": self._targets(self.about.mapping[place] if place < len(self.about.mapping) else ""),
                "error": self.errors.get(self.about.mapping[place], "") if place < len(self.about.mapping) else "",
            }
            for place, name in enumerate(self.head)
        ]

    def _targets(self, chosen: str) -> list[Option]:
        labels = {name: column.label for name, column in self.columns.items()}
        return _options({"": _("– Leave out –")} | labels, chosen)

    def _encodings(self) -> list[Option]:
        present = self.about.notation["encoding"]
        known = [*ENCODINGS, *([present] if present not in ENCODINGS else [])]
        return _options({each: NAMED.get(each, each.upper()) for each in known}, present)

    def _separators(self) -> list[Option]:
        words = {";": _("semicolon"), ",": _("comma"), "\t": _("tab"), "|": _("bar")}
        return _options({each: MARKS[each] % words[each] for each in SEPARATORS}, self.about.notation["separator"])

    def _sheets(self) -> list[Option]:
        names = spreadsheets.sheets(files.path_of(self.about.blob.sha256))
        return _options({name: name for name in names}, self.about.notation["sheet"])

    @cached_property
    def _criteria(self) -> list[Option]:
        known = options.criteria(self.item_type)
        chosen = self.options.criteria or (() if "criteria" in self.errors else known)  # all, until somebody chooses
        return [{"value": code, "label": words, "checked": code in chosen} for code, words in known.items()]

    # What was sent ------------------------------------------------------------------------------------------

    def _take(self, data: QueryDict) -> None:
        notation = self.about.notation
        notation["has_head"] = "has_head" in data
        if notation["kind"] == CSV:
            present = notation["encoding"]
            notation["encoding"] = _one_of(data.get("encoding"), [*ENCODINGS, present], present)
            notation["separator"] = _one_of(data.get("separator"), SEPARATORS, notation["separator"])
        else:
            notation["sheet"] = data.get("sheet", notation["sheet"])[:200]
        sent = [data.get(f"column-{place}") for place in range(len(self.about.mapping))]
        self.about.mapping = [
            before if name is None else name if name in self.columns else ""
            for before, name in zip(self.about.mapping, sent, strict=True)
        ]
        if self.owner.error:
            self.errors["owner"] = self.owner.error
        self.about.keep_as = data.get("keep_as", "").replace("\0", "").strip()[:LONGEST_NAME]
        self.about.options = Options(
            key=_one_of(data.get("key"), options.keys(self.item_type), ""),
            duplicates=_one_of(data.get("duplicates"), options.MODES, options.ALLOW),
            criteria=tuple(each for each in data.getlist("criteria") if each in options.criteria(self.item_type)),
            style=_one_of(data.get("style"), options.STYLES, "en"),
            makes="makes" in data,
            owner=self.owner.person.pk if self.owner.person else None,
        ).stored()


def _one_of(given: str | None, known: Iterable[str], otherwise: str) -> str:
    return given if given is not None and given in known else otherwise


def _options(known: Mapping[str, Any], chosen: str) -> list[Option]:
    return [{"value": value, "label": label, "selected": value == chosen} for value, label in known.items()]
