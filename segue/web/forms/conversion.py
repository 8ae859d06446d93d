"""What did a person answer in the dialog of a conversion, and had they seen a plan?"""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from segue.crm.conversion import ALL, OWN, Decisions, Seen
from segue.web.components.missing_fields import ALL_OF, ASKED, NOT_AGAIN, TICKED
from segue.web.components.questions import OWN_CLIENT

USE, FIELD, MOVE = "use-", "field-", "move-activities"
MOST_TEXT = 1000  # what is longer fits no field and need not be kept


@dataclass(frozen=True)
class Answers:
    """One post: key and version of the page, what was decided, and whether the person only wants to look.

    search: by slot, what was typed to find another record.
    """

    key: str
    seen: Seen
    decisions: Decisions
    search: dict[str, str]
    wants_to_look: bool
    wants_whole_plan: bool


def read(post: QueryDict) -> Answers:
    """Read a post; whatever makes no sense counts as not answered, and is asked again."""
    key = mark(post, "key")
    whole = "review" in post
    return Answers(
        key=key,
        seen=Seen(_number(post.get("version")) or 0, mark(post, "fingerprint")),
        decisions=_decisions(post),
        search={slot: text for slot, text in _named(post, "search-").items() if text.strip()},
        wants_to_look=not key or "refresh" in post or (whole and "reviewed" not in post),
        wants_whole_plan=whole,
    )


def mark(post: QueryDict, name: str) -> str:
    """Read what a page sent along to know it again by: a key, a fingerprint; whatever a database keeps of it."""
    return post.get(name, "").replace("\x00", "").strip()[:64]


def _decisions(post: QueryDict) -> Decisions:
    return Decisions(
        repeat=mark(post, "repeat"),
        pipeline=_number(post.get("pipeline")),
        use=_use(post),
        fields=_fields(post),
        create_fields=_create_fields(post) if ASKED in post else None,
        do_not_offer=tuple(post.get(NOT_AGAIN, "").split()),
        move_activities=MOVE in post,
    )


def _use(post: QueryDict) -> dict[str, int]:
    """Read `use-contact`: an id, 0 for a new one, or "own" for the client the lead has, which shows no id."""
    chosen = {slot: OWN if value == OWN_CLIENT else _number(value) for slot, value in _named(post, USE).items()}
    return {slot: pk for slot, pk in chosen.items() if pk is not None}


def _fields(post: QueryDict) -> dict[str, dict[str, str]]:
    """Read `field-company-title`: the slot, then the column."""
    fields: dict[str, dict[str, str]] = {}
    for name, text in _named(post, FIELD).items():
        slot, _dash, column = name.partition("-")
        fields.setdefault(slot, {})[column] = text
    return fields


def _create_fields(post: QueryDict) -> dict[str, tuple[str, ...]]:
    """Read the ticked custom fields by slot; the box of the whole group means all of them."""
    ticked = {name.removeprefix(TICKED): tuple(post.getlist(name)) for name in post if name.startswith(TICKED)}
    return ticked | {name.removeprefix(ALL_OF): (ALL,) for name in post if name.startswith(ALL_OF)}


def _named(post: QueryDict, prefix: str) -> dict[str, str]:
    """Read the fields whose names begin so, without that beginning."""
    found = {name: post.get(name, "") for name in post if name.startswith(prefix)}
    return {name.removeprefix(prefix): text.replace("\x00", "")[:MOST_TEXT] for name, text in found.items()}


def _number(text: Any) -> int | None:
    digits = str(text or "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 18 else None  # noqa: PLR2004
