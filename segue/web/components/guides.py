"""Which guides are there, and which of them answers the question that arises on a page?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import ResolverMatch, get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from segue.core.item_types import Text
from segue.lib import handbook
from segue.lib.handbook import Page


@dataclass(frozen=True, eq=False)  # a guide is itself
class Guide:
    """A guide: its name in addresses, its file in each language, and what it is about."""

    name: str
    files: Mapping[str, str]
    about: Text


def _guide(english: str, german: str, about: Text) -> Guide:
    return Guide(english, {"en": english, "de": german}, about)


GUIDES = (
    _guide("first-steps", "erste-schritte", _("How an empty Segue is set up, and how it gets onto your phone")),
    _guide("my-day", "mein-tag", _("What waits for you today, and how business is going")),
    _guide("lists", "listen", _("How lists are filtered, arranged, kept as views and exported")),
    _guide("item-form", "formular", _("What stands on the page of an item, and how it is edited")),
    _guide("converting-a-lead", "lead-konvertieren", _("What a lead can become, and what happens to it then")),
    _guide("conversion", "konvertierung", _("Estimates and invoices from a deal, and how to take them back")),
    _guide("boards", "boards", _("Columns, cards, and how they are moved")),
    _guide("many-at-once", "viele-auf-einmal", _("What can be done to many items at once, and how it is taken back")),
    _guide("activities", "aktivitaeten", _("What is to be done about an item")),
    _guide("notifications", "benachrichtigungen", _("What you are told of, at the bell and by e-mail")),
    _guide("keys", "tasten", _("Keys, and the window “Search and actions”")),
    _guide("searching", "suchen", _("How anything is found, and how the same thing twice becomes one")),
    _guide("custom-fields", "eigene-felder", _("Fields that only your company needs")),
    _guide("import", "import", _("Files of items from elsewhere, and how to take them back")),
    _guide("roles", "rollen", _("Who may see and do what")),
    _guide("people", "personen", _("How people come and go, and who did what")),
    _guide("account", "konto", _("Password, second factor, and where you are signed in")),
)
BY_NAME = {guide.name: guide for guide in GUIDES}

# The beginnings of the names of pages, and what is asked there; the first that fits counts.
ASKED = (
    ("start", "my-day"),
    ("figure", "my-day"),
    ("list", "lists"),
    ("view-", "lists"),
    ("activity", "activities"),
    ("board", "boards"),
    ("deadline", "boards"),
    ("quick-add", "boards"),
    ("cards", "boards"),
    ("move", "boards"),
    ("convert", "conversion"),
    ("many", "many-at-once"),
    ("bin-many", "many-at-once"),
    ("job", "many-at-once"),
    ("settings-jobs", "many-at-once"),
    ("undo", "conversion"),
    ("import", "import"),
    ("arrange", "item-form"),
    ("settings-form-view", "item-form"),
    ("item", "item-form"),
    ("tab", "item-form"),
    ("new", "item-form"),
    ("edit", "item-form"),
    ("field", "item-form"),
    ("stage", "item-form"),
    ("keys", "keys"),
    ("search", "searching"),
    ("duplicates", "searching"),
    ("merge", "searching"),
    ("notice", "notifications"),
    ("security", "account"),
    ("settings-sign-in", "account"),
    ("settings-access", "roles"),
    ("settings-role", "roles"),
    ("settings-required", "item-form"),
    ("settings-field", "custom-fields"),
    ("settings-option", "custom-fields"),
    ("settings-person", "people"),
    ("settings-people", "people"),
    ("settings-department", "people"),
    ("settings-handover", "people"),
    ("settings-audit", "people"),
)
# Pages that people type into keep what they typed: help opens beside them.
TYPED_INTO = (
    "arrange", "new", "edit", "field", "activity", "convert", "stage", "settings-role", "settings-field",
    "settings-required",
    "quick-add",
)  # fmt: skip


def page(guide: Guide) -> Page:
    """Return a guide in the language of the reader."""
    return _page(guide, (get_language() or "en")[:2], get_script_prefix())


def asked_at(match: ResolverMatch | None) -> dict[str, object]:
    """Say where help on a page is: {label, href, new_tab}. Where no guide fits, the list of them helps."""
    route = (match and match.url_name) or ""
    name = next((guide for beginning, guide in ASKED if route.startswith(beginning)), "")
    if name == "conversion" and match and match.kwargs.get("slug") == "leads":
        name = "converting-a-lead"
    new_tab = route.startswith(TYPED_INTO)
    if not name:
        return {"label": "", "href": reverse("help"), "new_tab": new_tab}
    return {"label": page(BY_NAME[name]).title, "href": reverse("guide", args=[name]), "new_tab": new_tab}


def file_of(guide: Guide, language: str) -> Path:
    """Return the file of a guide: what one reads in the product is what lies in the repository."""
    return settings.GUIDE_DIR / language / f"{guide.files[language]}.md"


@cache
def _page(guide: Guide, language: str, _prefix: str) -> Page:
    by_file = {each.files[language]: each.name for each in GUIDES}
    written = file_of(guide, language).read_text(encoding="utf-8")
    return handbook.page(written, lambda file: reverse("guide", args=[by_file[file]]))
