"""What changes when a role says otherwise for a pipeline or a stage, or where items may be moved to?"""

import pytest

from segue.core import permissions, pipelines, records, roles
from segue.core.models import Department, Item, Pipeline, Role, Stage, User
from segue.core.permissions import Forbidden
from segue.core.roles import Content, Holders, Place
from segue.core.settings_changes import InUse
from segue.crm import conversion, stages
from segue.crm.conversion.decisions import WhichPipeline
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(dana: User) -> Role:
    return Role.objects.get(code="manager")


@pytest.fixture
def service(dana: User) -> Pipeline:
    return pipelines.add("deal", {"en": "Service", "de": "Service"}, actor=dana)


def say(role: Role, place: Place, action: str, scope: str) -> None:
    roles.change(role, Content(cells={(place, action): scope}), actor=User.objects.get(is_admin=True))


def anew(user: User) -> User:
    """The person as the next request has them."""
    return User.objects.get(pk=user.pk)


def at(code: str, item_type: str = "deal") -> Stage:
    return Stage.objects.get(code=code, pipeline__item_type=item_type, pipeline__is_default=True)


def titles(user: User) -> set[str]:
    return {item.title for item in Item.objects.visible_to(anew(user))}


def test_a_stage_hides_what_its_type_shows(manager: Role, alice: User) -> None:
    builders.deal(alice, title="New")
    builders.deal(alice, title="Won", stage=at("WON"))
    say(manager, Place("deal", stage=at("WON").pk), "read", "none")
    assert titles(alice) == {"New"}


def test_a_stage_shows_what_its_type_hides(manager: Role, alice: User, charlie: User) -> None:
    builders.deal(charlie, title="New", open_to_all=False)
    builders.deal(charlie, title="Won", stage=at("WON"), open_to_all=False)
    say(manager, Place("deal", stage=at("WON").pk), "read", "all")
    assert titles(alice) == {"Won"}


def test_a_pipeline_of_its_own_rights_leaves_the_others_as_they_were(
    manager: Role, service: Pipeline, alice: User, charlie: User
) -> None:
    builders.deal(charlie, title="General")
    builders.deal(charlie, title="Service", pipeline=service)
    say(manager, Place("deal", pipeline=service.pk), "read", "all")
    assert titles(alice) == {"Service"}


def test_a_stage_beats_its_pipeline(manager: Role, service: Pipeline, alice: User, charlie: User) -> None:
    first = pipelines.stages(service)[0]
    builders.deal(charlie, title="Service", pipeline=service)
    say(manager, Place("deal", pipeline=service.pk), "read", "all")
    say(manager, Place("deal", stage=first.pk), "read", "own")
    assert titles(alice) == set()


def test_another_role_gives_what_a_stage_of_this_one_takes(manager: Role, alice: User, dana: User) -> None:
    builders.deal(alice, title="New")
    say(manager, Place("deal", stage=at("NEW").pk), "read", "none")
    other = roles.add({"en": "Other", "de": "Other"}, actor=dana)
    content = Content(cells={(Place("deal"), "read"): "own"}, holders=Holders(people=frozenset({alice.pk})))
    roles.change(other, content, actor=dana)
    assert titles(alice) == {"New"}


def test_the_one_item_answers_as_the_list_does(manager: Role, alice: User) -> None:
    won = builders.deal(alice, stage=at("WON"))
    say(manager, Place("deal", stage=at("WON").pk), "edit", "none")
    assert permissions.may(anew(alice), "read", won)
    assert not permissions.may(anew(alice), "edit", won)


def test_a_role_for_a_department_and_those_below_reaches_them(
    manager: Role, alice: User, sales: Department, dana: User
) -> None:
    below = Department.objects.create(name="Field", parent=sales)
    emil = builders.person("Emil", department=below)
    builders.take_roles_away()
    cells = {(Place("deal"), "read"): "own"}
    roles.change(manager, Content(cells=cells, holders=Holders(trees=frozenset({sales.pk}))), actor=dana)
    assert emil.access.may_somewhere("deal", "read")
    roles.change(manager, Content(holders=Holders(departments=frozenset({sales.pk}))), actor=dana)
    assert not anew(emil).access.may_somewhere("deal", "read")
    assert anew(alice).access.may_somewhere("deal", "read")


# Add ----------------------------------------------------------------------------------------------------------


def test_nobody_adds_on_a_stage_that_forbids_it(manager: Role, alice: User) -> None:
    say(manager, Place("deal", stage=at("WON").pk), "add", "none")
    builders.deal(anew(alice))
    with pytest.raises(Forbidden):
        builders.deal(anew(alice), stage=at("WON"))


def test_a_new_deal_begins_in_a_pipeline_where_one_may_add(manager: Role, service: Pipeline, alice: User) -> None:
    say(manager, Place("deal", stage=at("NEW").pk), "add", "none")
    assert records.create("deal", {"title": "x"}, actor=anew(alice)).pipeline_id == service.pk


def test_a_conversion_offers_only_pipelines_where_one_may_add(manager: Role, service: Pipeline, alice: User) -> None:
    say(manager, Place("deal", stage=at("NEW").pk), "add", "none")
    variant = conversion.variant_of("lead", "deal")
    assert variant is not None
    plan = conversion.plan(builders.lead(alice), variant, actor=anew(alice))
    (which,) = [each for each in plan.questions if isinstance(each, WhichPipeline)]
    assert [each.pk for each in which.pipelines] == [service.pk]


def test_without_any_such_pipeline_there_is_no_deal_in_the_menu(manager: Role, alice: User) -> None:
    lead = builders.lead(alice)
    say(manager, Place("deal", stage=at("NEW").pk), "add", "none")
    offered = conversion.offered(lead, actor=anew(alice))
    assert {variant.code for variant in offered} == {"contact-company", "contact", "company"}


# Move ---------------------------------------------------------------------------------------------------------


def test_items_go_only_where_the_role_lets_them(manager: Role, alice: User, dana: User) -> None:
    goals = {at("NEW").pk: frozenset({at("WON").pk})}
    roles.change(manager, Content(destinations=goals), actor=dana)
    deal = builders.deal(alice)
    with pytest.raises(Forbidden):
        stages.move(deal, at("LOSE"), actor=anew(alice))
    assert stages.move(deal, at("WON"), actor=anew(alice)).stage == at("WON")


def test_a_second_role_without_a_list_lets_them_go_everywhere(manager: Role, alice: User, dana: User) -> None:
    goals = {at("NEW").pk: frozenset({at("WON").pk})}
    roles.change(manager, Content(destinations=goals), actor=dana)
    other = roles.add({"en": "Other", "de": "Other"}, actor=dana, like=None)
    content = Content(cells={(Place("deal"), "move"): "own"}, holders=Holders(everyone=True))
    roles.change(other, content, actor=dana)
    assert stages.move(builders.deal(alice), at("LOSE"), actor=anew(alice)).stage == at("LOSE")


def test_a_stage_can_hold_its_items_fast(manager: Role, alice: User) -> None:
    say(manager, Place("deal", stage=at("NEW").pk), "move", "none")
    with pytest.raises(Forbidden):
        stages.move(builders.deal(alice), at("WON"), actor=anew(alice))


def test_a_role_lets_go_only_what_it_moves_itself(manager: Role, alice: User, bob: User, dana: User) -> None:
    say(manager, Place("deal"), "move", "own")
    other = roles.add({"en": "Other", "de": "Other"}, actor=dana)
    goals = {at("NEW").pk: frozenset({at("PREPARATION").pk})}
    cells = {(Place("deal"), "move"): "all"}
    roles.change(other, Content(cells=cells, destinations=goals, holders=Holders(everyone=True)), actor=dana)
    colleagues = builders.deal(bob)
    with pytest.raises(Forbidden):
        stages.move(colleagues, at("WON"), actor=anew(alice))
    assert stages.move(colleagues, at("PREPARATION"), actor=anew(alice)).stage == at("PREPARATION")
    assert stages.move(builders.deal(alice), at("WON"), actor=anew(alice)).stage == at("WON")


def test_a_stage_that_a_role_names_as_a_way_out_stays(manager: Role, dana: User) -> None:
    goals = {at("NEW").pk: frozenset({at("PREPARATION").pk})}
    roles.change(manager, Content(destinations=goals), actor=dana)
    with pytest.raises(InUse):
        pipelines.remove_stage(at("PREPARATION"), actor=dana)
