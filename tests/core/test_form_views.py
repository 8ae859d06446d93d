"""Whose arrangement of the form holds, and where do fields stand that it does not name?"""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from segue.core import form_view_changes, form_views, item_types, pipelines
from segue.core.custom_fields import changes, definitions
from segue.core.models import AuditEntry, CustomField, Department, FormView, Pipeline, Role, User
from segue.core.permissions import Forbidden
from tests import builders

DEAL, LEAD = item_types.get("deal"), item_types.get("lead")


def of(*sections: tuple[str, list[str]], hidden: tuple[str, ...] = ()) -> dict[str, Any]:
    """What is stored of sections, each with its fields."""
    return {
        "sections": [{"code": code, "labels": {}, "fields": fields} for code, fields in sections],
        "hidden": [*hidden],
    }


COMMENT_FIRST, OWNER_FIRST = of(("about", ["comment"])), of(("about", ["owner"]))


def general() -> str:
    return str(Pipeline.objects.get(item_type="deal", code="general").pk)


def first_field(user: User, *, kind: Any = DEAL, variant: str | None = None) -> str:
    """The field that stands first for a person."""
    view = form_views.found(kind, general() if variant is None else variant, user)
    return form_views.arranged(kind, view, {}).fields[0]


def custom(dana: User, **values: Any) -> CustomField:
    field = changes.new("deal", "string", multiple=False)
    return changes.save(field, {"labels": {"en": "Budget", "de": ""}} | values, actor=dana)


def fields_of(stored: dict[str, Any], section: str, **options: Any) -> tuple[str, ...]:
    found = form_views.arranged(DEAL, stored, definitions.of_type("deal")).section(section)
    return found.fields if found else ()


@pytest.mark.django_db
def test_without_a_view_the_form_stands_as_the_type_has_it(alice: User) -> None:
    deal = builders.deal(alice)
    arrangement = form_views.of_item(deal, alice, {})
    assert arrangement == form_views.Arrangement(DEAL.sections)


def test_a_personal_view_comes_before_a_common_one(alice: User, dana: User) -> None:
    form_view_changes.save_common((DEAL, general()), COMMENT_FIRST, actor=dana)
    form_view_changes.save_personal((DEAL, general()), OWNER_FIRST, actor=alice)
    assert (first_field(alice), first_field(dana)) == ("owner", "comment")


def named(dana: User, stored: dict[str, Any], users: Any = (), departments: Any = ()) -> FormView:
    view = FormView(item_type="deal", variant=general())
    return form_view_changes.save_named(view, "Sales", stored, users=users, departments=departments, actor=dana)


def test_a_named_view_comes_before_a_common_one(alice: User, charlie: User, dana: User, sales: Department) -> None:
    form_view_changes.save_common((DEAL, general()), COMMENT_FIRST, actor=dana)
    named(dana, OWNER_FIRST, departments=[sales])
    assert (first_field(alice), first_field(charlie)) == ("owner", "comment")


def test_a_named_view_is_for_the_people_it_names(alice: User, bob: User, dana: User) -> None:
    named(dana, OWNER_FIRST, users=[bob])
    assert (first_field(alice), first_field(bob)) == ("title", "owner")


def test_a_personal_view_comes_before_a_named_one(alice: User, dana: User) -> None:
    named(dana, OWNER_FIRST, users=[alice])
    form_view_changes.save_personal((DEAL, general()), COMMENT_FIRST, actor=alice)
    assert first_field(alice) == "comment"


def test_a_reset_gives_up_ones_own_view_alone(alice: User, bob: User) -> None:
    for person in (alice, bob):
        form_view_changes.save_personal((DEAL, general()), COMMENT_FIRST, actor=person)
    form_view_changes.reset_personal((DEAL, general()), actor=alice)
    assert (first_field(alice), first_field(bob)) == ("title", "comment")


def test_set_for_all_takes_personal_views_away(alice: User, dana: User) -> None:
    form_view_changes.save_personal((DEAL, general()), OWNER_FIRST, actor=alice)
    form_view_changes.save_common((DEAL, general()), COMMENT_FIRST, actor=dana, for_all=True)
    assert first_field(alice) == "comment"
    assert AuditEntry.objects.filter(event=form_view_changes.REPLACED, data={"count": 1}).exists()


def test_simple_and_repeat_leads_are_arranged_apart(alice: User) -> None:
    form_view_changes.save_personal((LEAD, "repeat"), of(("about", ["comment"])), actor=alice)
    assert first_field(alice, kind=LEAD, variant="") == "title"
    assert first_field(alice, kind=LEAD, variant="repeat") == "comment"


def test_a_deleted_pipeline_takes_its_views_along(alice: User, dana: User) -> None:
    pipeline = pipelines.add("deal", {"en": "Partners", "de": "Partner"}, actor=dana)
    form_view_changes.save_personal((DEAL, str(pipeline.pk)), COMMENT_FIRST, actor=alice)
    pipelines.remove(pipeline, actor=dana)
    assert not FormView.objects.exists()


def test_what_holds_for_others_takes_the_settings_right(alice: User, dana: User) -> None:
    view = form_view_changes.save_common((DEAL, general()), COMMENT_FIRST, actor=dana)
    with pytest.raises(Forbidden):
        form_view_changes.save_common((DEAL, general()), OWNER_FIRST, actor=alice)
    with pytest.raises(Forbidden):
        named(alice, OWNER_FIRST, users=[alice])
    with pytest.raises(Forbidden):
        form_view_changes.remove(view, actor=alice)


@pytest.mark.parametrize(("name", "told"), [(" ", "name"), ("Sales", "users")])
def test_a_named_view_has_a_name_and_is_for_somebody(dana: User, name: str, told: str) -> None:
    view, people = FormView(item_type="deal", variant=general()), [dana] if told == "name" else []
    with pytest.raises(ValidationError) as refused:
        form_view_changes.save_named(view, name, COMMENT_FIRST, users=people, departments=[], actor=dana)
    assert [*refused.value.message_dict] == [told]


def test_two_views_of_a_form_have_two_names(alice: User, dana: User) -> None:
    named(dana, OWNER_FIRST, users=[alice])
    with pytest.raises(ValidationError):
        named(dana, COMMENT_FIRST, users=[alice])


def test_a_new_field_stands_at_the_end_of_its_section(dana: User) -> None:
    custom(dana, section="about")
    stored = of(("additional", ["comment"]), ("about", ["title"]))
    assert fields_of(stored, "about") == ("title", "amount", "due_on", "client", "BUDGET")


def test_a_field_whose_section_was_deleted_stands_in_the_last(dana: User) -> None:
    custom(dana, section="about")
    assert fields_of(of(("mine", []), ("additional", [])), "additional")[-1] == "BUDGET"


def test_a_hidden_field_stands_nowhere(dana: User) -> None:
    custom(dana)
    found = form_views.arranged(DEAL, of(("about", []), hidden=("BUDGET",)), definitions.of_type("deal"))
    assert found.hidden == ("BUDGET",)
    assert "BUDGET" not in found.fields


def test_a_field_that_became_required_is_shown(dana: User) -> None:
    custom(dana, mandatory=True)
    found = form_views.arranged(DEAL, of(("about", []), hidden=("BUDGET", "title")), definitions.of_type("deal"))
    assert found.hidden == ()


def test_what_is_no_field_any_more_counts_nothing(dana: User) -> None:
    found = form_views.arranged(DEAL, of(("about", ["GONE", "comment"]), hidden=("LOST",)), {})
    assert (found.fields[0], found.hidden) == ("comment", ())


def test_fields_that_stand_together_move_and_hide_together(dana: User) -> None:
    stored = of(("additional", ["utm_source"]), ("about", []), hidden=("amount",))
    found = form_views.whole(DEAL, stored, {})
    assert found.fields[:5] == ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
    assert found.hidden == ("amount", "currency", "amount_is_manual")


@pytest.mark.django_db
def test_a_hidden_section_takes_its_fields_along(dana: User) -> None:
    custom(dana, section="additional")
    stored = of(("additional", []), ("about", []))
    stored["sections"][0]["hidden"] = True
    found = form_views.whole(DEAL, stored, definitions.of_type("deal"))
    assert [section.code for section in found.sections] == ["about"]
    assert {"comment", "utm_term", "BUDGET"} <= {*found.hidden}


def test_what_every_item_needs_is_shown_in_a_hidden_section_too() -> None:
    stored = of(("about", []), ("additional", []))
    stored["sections"][0]["hidden"] = True
    found = form_views.whole(DEAL, stored, {})
    assert found.sections[0].fields == ("title",)


@pytest.mark.parametrize(("labels", "label"), [({}, "About the deal"), ({"en": "Facts"}, "Facts"), ({"de": "X"}, "X")])
def test_a_section_is_called_as_it_was_renamed(labels: dict[str, str], label: str) -> None:
    stored = {"sections": [{"code": "about", "labels": labels, "fields": []}], "hidden": []}
    assert form_views.arranged(DEAL, stored, {}).sections[0].label == label


def test_what_one_may_not_see_keeps_its_place_in_a_common_view(alice: User, bob: User, dana: User) -> None:
    field = custom(dana)
    changes.restrict(field, [bob], [], actor=dana)
    view = form_view_changes.save_common((DEAL, general()), of(("about", ["BUDGET"]), ("additional", [])), actor=dana)
    Role.objects.filter(code="manager").update(may_change_settings=True)  # as Alice is
    form_view_changes.save_common((DEAL, general()), of(("about", ["comment"]), ("additional", [])), actor=alice)
    view.refresh_from_db()
    assert view.sections[0]["fields"] == ["comment", "BUDGET"]
