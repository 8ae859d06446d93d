"""How do chosen and found contacts and companies look? What c-client-picker and c-party-picker take."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol


class Named(Protocol):
    """A contact or company with the key that the form sends for it."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def note(self) -> str: ...


def client(
    company: Named | None,
    contacts: Sequence[Named],
    *,
    primary: str,
    query: Mapping[str, str],
    found: Mapping[str, Sequence[Named]],
) -> dict[str, Any]:
    """Describe the client of an item; without a primary contact the first is."""
    return {
        "company": _entry(company) if company else None,
        "contacts": _entries(contacts, primary),
        "company_q": query["company"],
        "contact_q": query["contact"],
        "found_companies": _found(found["company"]),
        "found_contacts": _found(found["contact"]),
    }


def parties(chosen: Sequence[Named], *, primary: str, query: str, found: Sequence[Named]) -> dict[str, Any]:
    """Describe the companies of a contact or the contacts of a company."""
    return {"chosen": _entries(chosen, primary), "q": query, "found": _found(found)}


def results(kind: str, query: str, found: Iterable[Named]) -> dict[str, Any]:
    """Describe what a search found, as c-client-results takes it."""
    return {"kind": kind, "q": query, "results": _found(found)}


def _entries(chosen: Sequence[Named], primary: str) -> list[dict[str, Any]]:
    first = primary if primary in [each.key for each in chosen] else next((each.key for each in chosen), "")
    return [_entry(each) | {"primary": each.key == first} for each in chosen]


def _found(found: Iterable[Named]) -> list[dict[str, Any]]:
    return [_entry(each) for each in found]


def _entry(party: Named) -> dict[str, Any]:
    return {"id": party.key, "name": party.name, "note": party.note}
