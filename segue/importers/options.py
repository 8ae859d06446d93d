"""What is chosen for an import as a whole: how numbers and days are written, what is done about items that exist?"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from segue.core import permissions
from segue.core.item_types import ItemType, Text
from segue.core.models import User
from segue.crm import duplicates
from segue.lib.spreadsheets import CSV

ALLOW, SKIP, REPLACE, MERGE = ("allow", "skip", "replace", "merge")
MODES: dict[str, Text] = {
    ALLOW: _("Create a new item all the same"),
    SKIP: _("Leave the row out"),
    REPLACE: _("Write the row over the existing item"),
    MERGE: _("Fill in what is blank on the existing item"),
}
OURS, OURS_BY_COMMA = "segue", "segue_de"
# How a file writes what has two readings: the locale that decides, or as we write ourselves.
STYLES: dict[str, Text] = {
    "de": _("31.12.2026 and 1.234,50"),
    "en": _("12/31/2026 and 1,234.50"),
    "en_GB": _("31/12/2026 and 1,234.50"),
    OURS: _("2026-12-31 and 1234.50, as Segue exports"),
    OURS_BY_COMMA: _("2026-12-31 and 1234,50, as Segue exports in German"),
}
READ_AS = {OURS: "en", OURS_BY_COMMA: "de"}
MADE = {"client": ("company", "contact"), "companies": ("company",), "contacts": ("contact",)}  # by the part
KEYS: dict[str, Text] = {
    "": _("None: every row is new"),
    "id": _("ID"),
    "number": _("Number"),
    "email": _("E-mail"),
    "origin_id": _("External ID"),
}


@dataclass(frozen=True)
class Options:
    """`key` names the column by which an item is found that a row updates; `criteria` by what duplicates are.

    `makes`: companies and contacts that a row names and nobody knows are made with it.
    """

    key: str = ""
    duplicates: str = ALLOW
    criteria: tuple[str, ...] = ()
    style: str = "en"
    owner: int | None = None
    makes: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether the file is an export of ours: what is blank there was blank, and texts are as they were."""
        return self.style in READ_AS

    @property
    def language(self) -> str:
        """By which locale numbers and days are read."""
        return READ_AS.get(self.style, self.style)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Options":
        """Read what is stored; what is no option any more is left out."""
        known = {field.name for field in fields(cls)}
        given = {name: value for name, value in stored.items() if name in known}
        return cls(**given | {"criteria": tuple(given.get("criteria", ()))})

    def stored(self) -> dict[str, Any]:
        """Return them as they are stored."""
        return asdict(self) | {"criteria": list(self.criteria)}


def ours(notation: Mapping[str, Any]) -> str:
    """Say how an export of ours writes numbers, by what parts its cells."""
    return OURS_BY_COMMA if notation.get("kind") == CSV and notation.get("separator") == ";" else OURS


def keys(item_type: ItemType) -> dict[str, Text]:
    """Return by what an item of a type can be found, with words."""
    left_out = {"number"} if not item_type.numbered else set()
    left_out |= {"email"} if not item_type.has("communications") else set()
    return {key: label for key, label in KEYS.items() if key not in left_out}


def may_make(item_type: ItemType, actor: User) -> bool:
    """Say whether rows may bring along companies or contacts that nobody knows."""
    named = {code for part, codes in MADE.items() if item_type.has(part) for code in codes}
    return any(permissions.may_add(actor, code) for code in named)


def criteria(item_type: ItemType) -> dict[str, Any]:
    """Return what duplicates of a type can be told by, with words; none for types that have no duplicates."""
    if item_type.code not in duplicates.COLUMNS:
        return {}
    billing = () if item_type.has("billing") else ("tax", "vat", "account")
    firm = () if item_type.code == "lead" else ("company_name",)
    return {code: words for code, words in duplicates.REASONS.items() if code not in (*billing, *firm)}
