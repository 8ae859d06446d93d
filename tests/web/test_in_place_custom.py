"""Are the fields that a company added edited where they are read, whatever their kind, by whom they are shown to?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import records
from segue.core.custom_fields import changes, kinds
from segue.core.models import Item, User
from segue.web import http
from segue.web.components import general
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.web.form_data import errors, typed_in_place
from tests.web.in_place_data import HTMX, make, opened, save, sent
from tests.web.test_custom_fields import SEVERAL
from tests.web.test_custom_fields import TYPED as BY_NAME
from tests.web.test_custom_fields_rights import BAD
from tests.web.test_files import upload
from tests.web.test_in_place import spots, value


@pytest.fixture
def deal(alice: User) -> Item:
    return make("deals", alice)


def custom(item: Item) -> dict[str, Any]:
    """What the item holds."""
    held: dict[str, Any] = Item.objects.get(pk=item.pk).custom
    return held


def typed_of(kind: str, field: Any, who: User) -> tuple[dict[str, Any], str]:
    """What is typed into a field of a kind, and what is read then."""
    if kind == "list":
        return {"A": str(next(iter(field.offered)))}, "North"
    if kind == "employee":
        return {"A": str(who.pk)}, who.name
    if kind == "crm":
        return {"A": str(builders.lead(who, title="Quarry").pk)}, "Quarry"
    if kind == "file":
        return {"A-files": [upload("quarry.txt")]}, "quarry.txt"
    _kind, _settings, sent_, _held, read = next(case for case in BY_NAME.values() if case[0] == kind)
    return sent_, read


@pytest.mark.parametrize("slug", builders.BY_SLUG)
@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_is_edited_in_place(web: Client, alice: User, dana: User, kind: str, slug: str) -> None:
    item = make(slug, alice)
    settings = {"directory": "SOURCE"} if kind == "directory" else {}
    User.objects.filter(pk=alice.pk).update(time_zone="Europe/Berlin")
    options = ("North",) if kind == "list" else ()
    field = stored(dana, kind, "A", item_type=item.type, settings=settings, options=options)
    changes_, read = typed_of(kind, field, alice)
    assert opened(web, item, "A").status_code == 200
    assert save(web, item, "A", **changes_).status_code == 200
    assert read in value(web, item, "A")


@pytest.mark.parametrize("name", SEVERAL)
def test_several_values_are_edited_together(web: Client, dana: User, deal: Item, name: str) -> None:
    kind, typed, held, read = SEVERAL[name]
    stored(dana, kind, "A", multiple=True)
    assert save(web, deal, "A", **typed).status_code == 200
    assert (custom(deal), read in value(web, deal, "A")) == ({"A": held}, True)


@pytest.mark.parametrize("name", BY_NAME)
def test_saving_it_untouched_changes_nothing_and_clearing_it_empties_it(
    web: Client, alice: User, dana: User, name: str
) -> None:
    kind, settings, typed, held, _read = BY_NAME[name]
    stored(dana, kind, "A", settings=settings)
    deal = records.create("deal", {"title": "Shop", "A": held}, actor=alice)
    save(web, deal, "A")
    assert (custom(deal), Item.objects.get(pk=deal.pk).version) == ({"A": held}, 1)
    cleared = {"radio": "0", "tick": None}.get(name, "")
    save(web, deal, "A", **{code: each if code == "A-currency" else cleared for code, each in typed.items()})
    assert custom(deal) == ({"A": False} if kind == "boolean" else {})


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad[0]}: {str(next(iter(bad[2].values())))[:20]!r}")
def test_what_cannot_be_is_refused_beside_the_field(web: Client, dana: User, deal: Item, bad: Any) -> None:
    kind, settings, typed, message = bad
    stored(dana, kind, "A", settings=settings, options=("North",) if kind == "list" else ())
    answer = save(web, deal, "A", **typed)
    assert (answer.status_code, errors(answer), custom(deal)) == (422, [message], {})


def test_nothing_else_is_touched(web: Client, alice: User, dana: User) -> None:
    for code in ("A", "B"):
        stored(dana, "string", code)
    deal = records.create("deal", {"title": "Shop", "A": "one", "B": "two"}, actor=alice)
    assert "B" not in typed_in_place(opened(web, deal, "A"))
    save(web, deal, "A", A="three", B="forged", title="Forged")
    assert (custom(deal), Item.objects.get(pk=deal.pk).title) == ({"A": "three", "B": "two"}, "Shop")


def test_a_required_field_stays_required(web: Client, alice: User, dana: User) -> None:
    stored(dana, "string", "A", mandatory=True)
    deal = records.create("deal", {"title": "Shop", "A": "one"}, actor=alice)
    assert errors(save(web, deal, "A", A="")) == ["This field is required."]


def test_what_the_stage_requires_is_asked_for_with_whatever_is_saved_first(web: Client, dana: User, deal: Item) -> None:
    stage = deal.stage
    stored(dana, "string", "A", mandatory_from=stage, labels={"en": "Colour"})
    stored(dana, "money", "B", mandatory_from=stage)
    answer = save(web, deal, "probability", probability="37")
    assert (answer.status_code, errors(answer)) == (422, ["This field is required."] * 2)
    data = typed_in_place(answer, A="Blue", B="1.5")
    assert (data["probability"], data["also"]) == (["37"], ["A", "B"])
    assert sent(web, deal, "probability", data).status_code == 200
    assert (custom(deal)["A"], "37%" in value(web, deal, "probability")) == ("Blue", True)


def test_of_very_many_empty_fields_the_page_only_says_how_many(
    web: Client, dana: User, deal: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(general, "MOST_EMPTY", 12)
    additional = web.get(http.address(deal)).context["sections"][1]
    assert (len(additional["empty"]), additional["count"]) == (11, 11)
    for code in "ABC":
        stored(dana, "string", code)
    page = web.get(http.address(deal))
    additional = page.context["sections"][1]
    assert (additional["empty"], additional["count"]) == ([], 14)
    assert f'href="/deals/{deal.pk}/edit/#section-additional" class="btn' in page.content.decode()


def test_who_may_not_see_it_finds_nothing_to_edit(web: Client, bob: User, dana: User, deal: Item) -> None:
    changes.restrict(stored(dana, "string", "A"), [bob], [], actor=dana)
    assert "A" not in spots(web, deal)
    assert [opened(web, deal, "A").status_code, sent(web, deal, "A", {"A": "1"}).status_code] == [404, 404]


def test_a_restricted_field_is_not_asked_for_by_name(web: Client, bob: User, dana: User, deal: Item) -> None:
    changes.restrict(stored(dana, "string", "A"), [bob], [], actor=dana)
    assert save(web, deal, "comment", also=["A", "rows", "nothing"], A="Forged").status_code == 200
    assert custom(deal) == {}


def test_who_may_see_it_edits_it(client: Client, bob: User, dana: User, deal: Item) -> None:
    changes.restrict(stored(dana, "string", "A"), [bob], [], actor=dana)
    client.force_login(bob)
    assert save(client, deal, "A", A="Known").status_code == 200
    assert custom(deal) == {"A": "Known"}


def test_a_field_that_forms_only_show_has_no_pencil(web: Client, alice: User, dana: User) -> None:
    stored(dana, "string", "A", editable=False)
    deal = records.create("deal", {"title": "Shop", "A": "one"}, actor=alice)
    assert (spots(web, deal)["A"]["edit"], opened(web, deal, "A").status_code) == (None, 404)


def test_two_values_of_one_field_are_shown_for_a_choice(web: Client, alice: User, bob: User, dana: User) -> None:
    stored(dana, "string", "A")
    deal = records.create("deal", {"title": "Shop", "A": "one"}, actor=alice)
    data = typed_in_place(opened(web, deal, "A"), A="mine")
    records.change(deal, {"A": "Bob's"}, actor=bob)
    both = sent(web, deal, "A", data)
    assert (both.status_code, typed_in_place(both)["A"]) == (409, ["mine"])
    assert sent(web, deal, "A", typed_in_place(both, keep_A="yours")).status_code == 200
    assert custom(deal) == {"A": "mine"}


def test_the_buttons_among_its_inputs_answer_with_the_field(web: Client, dana: User, deal: Item) -> None:
    stored(dana, "string", "A", multiple=True)
    data = typed_in_place(opened(web, deal, "A"), A="one") | {"custom_action": "more:A"}
    part = web.post("/parts/custom/", data, headers=HTMX).content.decode()
    assert (part.count('name="A"'), 'value="one"' in part) == (2, True)


def test_its_files_are_kept_over_a_refusal(web: Client, dana: User, deal: Item) -> None:
    stored(dana, "file", "A")
    stored(dana, "integer", "B")
    answer = save(web, deal, "section-additional", **{"A-files": [upload("quarry.txt")], "B": "many"})
    assert answer.status_code == 422
    assert sent(web, deal, "section-additional", typed_in_place(answer, B="5")).status_code == 200
    assert "quarry.txt" in value(web, deal, "A")
