"""What did the administrator choose for the whole organisation? Deployment settings are in `config.settings`."""

from dataclasses import dataclass, fields, replace
from typing import Any

from django.db.models import QuerySet

from segue.core.models import Preference
from segue.core.prepared import Question, steady


@dataclass(frozen=True)
class Preferences:
    """Every product setting with its default, as domain.md 10.10 names them."""

    organisation: str = ""
    time_zone: str = "Europe/Berlin"
    country: str = "DE"
    language: str = "en"
    name_format: str = "{first} {last}"
    rounding_mode: str = "per_row"
    open_to_all: bool = True
    deadline_days: int = 7
    close_today: bool = False  # a deal's close date becomes today when it reaches a final stage
    free_positions: bool = True
    recycle_bin_days: int = 30
    upload_megabytes: int = 25
    offline_items: bool = False  # browsers may keep the last items somebody opened
    duplicates_scan: str = ""  # "daily", "weekly", "monthly": how often duplicates are looked for
    first_steps: bool = True  # the administrator of an empty system is told what to do first
    second_factor_required: bool = False  # everyone proves twice who they are, and sets that up first


def load() -> Preferences:
    """Read all settings: one query."""
    chosen = dict(_stored())
    known = {each.name for each in fields(Preferences)}
    return replace(Preferences(), **{key: value for key, value in chosen.items() if key in known})


@steady
def _stored() -> QuerySet[Preference, tuple[str, Any]]:
    return Preference.objects.values_list("key", "value")


AHEAD: Question = (_stored,)  # what `load` asks, for `prepared.at_once`


def save(values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Store settings and return what changed: {key: (before, after)}. An unknown key is a KeyError."""
    before = load()
    changed = {key: (vars(before)[key], value) for key, value in values.items() if vars(before)[key] != value}
    for key, (_was, value) in changed.items():
        Preference.objects.update_or_create(key=key, defaults={"value": value})
    return changed
