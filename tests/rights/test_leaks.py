"""Does anything that somebody can open tell of an item that is hidden from them?"""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from django.test import Client
from django.urls import reverse

from segue.core import item_types, records
from segue.core.models import Item, Observer, User
from segue.crm import conversion
from tests import builders
from tests.rights import chain as chains
from tests.rights import doors, places, roles
from tests.rights.chain import NAMES, Chain, secrets, word
from tests.rights.doors import DOORS
from tests.web.form_data import typed
from tests.web.test_http import FILL

SLUGS = tuple(each.slug for each in item_types.all_types())
HTMX = {"HX-Request": "true"}
RIGHTS = {
    (of, action): "all" if action == "add" else "own"
    for of in builders.MAKERS
    for action in ("read", "add", "edit", "delete", "move")
}
ONE_HIDDEN = [frozenset({name}) for name in NAMES]
ONE_SHOWN = [frozenset(NAMES) - {name} for name in NAMES]
named = ", ".join


@pytest.fixture(scope="module")
def grown(shared: Path) -> Chain:
    return chains.grow(builders.person("Dana", is_admin=True))


@pytest.fixture
def alice(grown: Chain, untouched: None) -> User:
    alice = builders.person("Alice")
    roles.only(alice, RIGHTS)
    return alice


@pytest.fixture
def web(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


@pytest.fixture
def hidden(request: pytest.FixtureRequest, grown: Chain, alice: User) -> frozenset[str]:
    names: frozenset[str] = request.param
    grown.hide(names, reader=alice, owner=User.objects.get(name="Dana"))
    return names


cases = pytest.mark.parametrize(
    "hidden",
    [*ONE_HIDDEN, *ONE_SHOWN],
    ids=[
        *(f"without {named(each)}" for each in ONE_HIDDEN),
        *(f"only {named(set(NAMES) - each)}" for each in ONE_SHOWN),
    ],
    indirect=True,
)


def told(answer: Any) -> str:
    """Everything that comes back: text, and where it leads."""
    text = answer.getvalue().decode(errors="replace") if answer.streaming else answer.content.decode()
    return text + str(dict(answer.headers))


def leaks(answer: Any, hidden: frozenset[str]) -> list[str]:
    text = told(answer).lower()
    return [secret for name in sorted(hidden) for secret in secrets(name) if secret in text]


def shown(grown: Chain, hidden: frozenset[str]) -> Iterator[Any]:
    """The items that may be seen, with the columns of their types."""
    for name, item in grown.items.items():
        if name not in hidden:
            yield item_types.child_of(Item.objects.get(pk=item.pk))


OPEN = {doors.SIGNED_IN, doors.ACCESS, doors.LIST, doors.ADD}
EVERY = FILL | {"tab": ("products", "timeline", "dependencies", "history", *SLUGS)}


def pages(grown: Chain, hidden: frozenset[str]) -> Iterator[str]:
    """Everything that can be looked at: every route that is open to people without the settings right."""
    for name, door in DOORS.items():
        if door.shows and not door.of and door.needs in OPEN and not door.fill:
            yield from {places.reverse(name, {"slug": slug}) for slug in SLUGS}
    for slug in SLUGS:
        yield from (f"/{slug}/?sort={sort}" for sort in ("-amount", "NOTE"))
    yield from (f"/deals/?f=REFERENCES&o=is&v={grown.items[name].pk}" for name in sorted(hidden))
    for item in shown(grown, hidden):
        yield from pages_of(item)


def pages_of(item: Any) -> Iterator[str]:
    """All pages of one item, those that its type does not have among them."""
    variants = [each.code for each in conversion.variants_of(item.type)]
    for name, door in DOORS.items():
        if door.shows and door.of == doors.ITEM:
            others = [each for each in places.patterns()[name].pattern.converters if each not in {"slug", "pk"}]
            for chosen in itertools.product(*((EVERY | {"variant": variants})[each] for each in others)):
                fill = {"slug": item_types.of(item).slug, "pk": item.pk} | dict(zip(others, chosen, strict=True))
                yield places.reverse(name, fill)


def look(web: Client, address: str) -> Any:
    """Open a page; what is edited in place is a part of one."""
    return web.get(
        address,
        headers=HTMX if "/cells/" in address or ("/edit/" in address and not address.endswith("/edit/")) else {},
    )


@cases
def test_no_page_tells_of_what_is_hidden(web: Client, grown: Chain, hidden: frozenset[str]) -> None:
    seen = {address: look(web, address) for address in pages(grown, hidden)}
    statuses = {address: answer.status_code for address, answer in seen.items()}
    assert {address: code for address, code in statuses.items() if code not in {200, 204, 302, 303, 400, 404}} == {}
    assert {address: found for address, answer in seen.items() if (found := leaks(answer, hidden))} == {}


@cases
def test_no_dialog_tells_of_what_is_hidden(web: Client, grown: Chain, hidden: frozenset[str]) -> None:
    found: dict[object, list[str]] = {}
    for item in shown(grown, hidden):
        home = f"/{item_types.of(item).slug}/{item.pk}/"
        for variant in conversion.variants_of(item.type):
            sent = {"key": "k", "version": item.version, "review": "1"}
            for more in ({"refresh": "1"}, {"use-contact": grown.items["contact"].pk, "search-contact": "jana"}):
                answer = web.post(f"{home}create/{variant.code}/", sent | more, headers=HTMX)
                found[variant.code, item.type, str(more)] = leaks(answer, hidden)
        if item.stage:
            for code in item.stage.pipeline.stages.values_list("code", flat=True):
                found[home, code] = leaks(web.post(f"{home}stage/", {"stage": code, "version": "1"}), hidden)
    for done in grown.conversions:
        for sent in ({}, {"key": "k", "fingerprint": "old"}):
            found["undo", done.variant, str(sent)] = leaks(web.post(f"/conversions/{done.pk}/undo/", sent), hidden)
    assert {place: words for place, words in found.items() if words} == {}


@cases
def test_no_form_tells_of_what_is_hidden(web: Client, grown: Chain, hidden: frozenset[str]) -> None:
    found: dict[object, list[str]] = {}
    for item in shown(grown, hidden):
        home = f"/{item_types.of(item).slug}/{item.pk}/"
        form = typed(web.get(f"{home}edit/"))
        wrong = form | {"version": "1", "comment": "mine", "title": "mine", "first_name": "mine"}
        found[home, "stale"] = leaks(web.post(f"{home}edit/", wrong), hidden)
        draft = form | {"item_type": item.type, "item": item.pk}
        found[home, "fields"] = leaks(
            web.post("/parts/custom/", draft | {"custom_action": "search:REFERENCES"}), hidden
        )
        for other in (grown.items[name] for name in sorted(hidden)[:2]):
            added = {"custom_action": f"add:REFERENCES:{other.pk}", "client_action": f"add-{other.type}:{other.pk}"}
            for part in ("custom", "client", "duplicates"):
                answer = web.post(f"/parts/{part}/", draft | added, headers=HTMX)
                found[home, part, other.pk] = leaks(answer, hidden)
    assert {place: words for place, words in found.items() if words} == {}


def searches(of: str, words: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every place where something is searched."""
    for item_type in item_types.all_types():
        yield reverse("list", args=[item_type.slug]), {"q": words}
    for name in ("bin", "palette"):
        yield reverse(name), {"q": words}
    for kind in ("contact", "company"):
        yield reverse("client-search"), {"kind": kind, "q": words}
    field = places.reference_of(of)
    yield reverse("custom-search", args=[field]), {"q": words}


@pytest.mark.parametrize("hidden", ONE_HIDDEN, ids=NAMES, indirect=True)
def test_no_search_finds_what_is_hidden(web: Client, grown: Chain, hidden: frozenset[str]) -> None:
    """A hidden word finds what a word finds that stands nowhere."""
    name = next(iter(hidden))
    of = grown.items[name].type
    for what in (word(name, "number" if of in {"estimate", "invoice"} else "title"), chains.SYLLABLES[name]):
        nothing = "".join("ö" if sign.isalnum() else sign for sign in what)
        for (where, sent), (_same, other) in zip(searches(of, what), searches(of, nothing), strict=True):
            found, blank = (web.get(where, asked).content.decode() for asked in (sent, other))
            assert forget(found, what) == forget(blank, nothing), (where, what)


def forget(page: str, typed: str) -> str:
    for each in (typed, quote(typed), quote_plus(typed)):
        page = page.replace(each, "TYPED")
    return re.sub(r"[\w-]{64}|[0-9a-f]{32}", "", page)


@cases
def test_lists_count_what_may_be_seen(web: Client, grown: Chain, hidden: frozenset[str]) -> None:
    for item_type in item_types.all_types():
        seen = [item for item in shown(grown, hidden) if item.type == item_type.code]
        page = web.get(reverse("list", args=[item_type.slug]))
        assert page.context["count"].split()[0] == str(len(seen))
        assert len(page.context["rows"]) == len(seen)


@cases
def test_files_of_what_is_hidden_are_not_there(web: Client, grown: Chain, hidden: frozenset[str]) -> None:
    for name, file in grown.files.items():
        answer = web.get(f"/files/{file}/{word(name, 'file')}.txt")
        assert answer.status_code == (404 if name in hidden else 200)
        told(answer)


@cases
def test_the_addresses_of_what_is_hidden_are_not_there(web: Client, grown: Chain, hidden: frozenset[str]) -> None:
    for name in hidden:
        item = grown.items[name]
        for tab in ("", "edit/", "history/", "timeline/", "dependencies/", "delete/", "products/"):
            assert web.get(f"/{item_types.of(item).slug}/{item.pk}/{tab}").status_code == 404


@pytest.mark.parametrize("hidden", ONE_SHOWN, ids=NAMES, indirect=True)
def test_what_lies_in_the_bin_tells_of_nothing_else(
    web: Client, grown: Chain, hidden: frozenset[str], alice: User
) -> None:
    item = next(shown(grown, hidden))
    web.post(f"/{item_types.of(item).slug}/{item.pk}/delete/")
    for address in (reverse("bin"), f"/bin/{item.pk}/purge/", f"/bin/{item.pk}/restore/"):
        assert leaks(web.get(address), hidden) == []
    assert leaks(web.post(f"/bin/{item.pk}/restore/", follow=True), hidden) == []


@pytest.mark.parametrize("hidden", ONE_HIDDEN, ids=NAMES, indirect=True)
def test_hidden_ones_that_were_deleted_are_no_more_told_of(
    web: Client, grown: Chain, hidden: frozenset[str], alice: User
) -> None:
    gone = grown.items[next(iter(hidden))]
    records.delete(gone, actor=User.objects.get(name="Dana"))
    found = {address: leaks(look(web, address), hidden) for address in pages(grown, hidden)}
    assert {address: words for address, words in found.items() if words} == {}
    assert web.post(f"/bin/{gone.pk}/restore/").status_code == 404


@pytest.mark.parametrize("hidden", [frozenset(NAMES) - {"deal"}], indirect=True)
def test_an_observer_reads_the_one_item_and_nothing_around_it(
    web: Client, grown: Chain, hidden: frozenset[str], alice: User
) -> None:
    invoice = grown.items["invoice"]
    Observer.objects.create(item=invoice, user=alice)
    around = hidden - {"invoice"}
    home = f"/invoices/{invoice.pk}/"
    for tab in ("", "history/", "timeline/", "dependencies/", "products/", "print/"):
        answer = web.get(f"{home}{tab}")
        assert (answer.status_code, leaks(answer, around)) == (200, [])


def test_the_words_would_be_found(grown: Chain, untouched: None) -> None:
    """Whoever may see everything reads each of them somewhere."""
    client = Client()
    client.force_login(User.objects.get(name="Dana"))
    text = "".join(told(look(client, address)).lower() for address in pages(grown, frozenset()))
    missing = [secret for name in NAMES for secret in secrets(name)[:3] if secret not in text]  # as English writes it
    assert missing == []
    assert all(Item.objects.filter(pk=item.pk).exists() for item in grown.items.values())
