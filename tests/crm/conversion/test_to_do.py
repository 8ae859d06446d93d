"""Does what is still to be done stay with the lead, unless it shall go along to the deal?"""

from segue.core import activities, agenda
from segue.core.models import Activity, Item, User
from segue.crm import conversion
from segue.crm.conversion import Decisions
from tests import builders
from tests.crm.conversion.steps import convert, made, plan, undo

MOVE = Decisions(move_activities=True)


def open_on(item: Item) -> list[Activity]:
    return list(agenda.open_of([item.pk]))


def test_open_activities_stay_where_they_are(alice: User) -> None:
    lead = builders.lead(alice)
    activity = builders.activity(alice, lead)
    deal = made(convert(lead, "deal", alice), "deal")
    assert (open_on(lead), open_on(deal)) == ([activity], [])


def test_they_go_to_the_deal_when_wanted_and_done_ones_stay(alice: User) -> None:
    lead, person = builders.lead(alice), builders.contact(alice)
    activity = builders.activity(alice, lead, person)
    done = builders.activity(alice, lead, done=True)
    deal = made(convert(lead, "deal", alice, decisions=MOVE), "deal")
    assert (open_on(lead), open_on(deal), open_on(person)) == ([], [activity], [activity])
    assert list(done.items.values_list("pk", flat=True)) == [lead.pk]


def test_undo_brings_them_back(alice: User) -> None:
    lead = builders.lead(alice)
    activity = builders.activity(alice, lead)
    converted = convert(lead, "deal", alice, decisions=MOVE)
    undo(converted, alice)
    assert open_on(lead) == [activity]
    assert open_on(Item.objects.get(pk=made(converted, "deal").pk)) == []


def test_what_was_done_of_them_stands_in_the_way_of_undo(alice: User) -> None:
    lead = builders.lead(alice)
    activity = builders.activity(alice, lead)
    done = convert(lead, "deal", alice, decisions=MOVE)
    activities.complete(activity, actor=alice)
    assert [reason.code for reason in conversion.plan_undo(done, actor=alice).blocked] == ["worked_on"]


def test_only_a_new_deal_takes_them(alice: User) -> None:
    lead = builders.lead(alice)
    builders.activity(alice, lead)
    assert conversion.waiting(plan(lead, "deal-contact", alice)) == 1
    assert conversion.waiting(plan(lead, "contact", alice)) == 0
    convert(lead, "contact", alice, decisions=MOVE)
    assert len(open_on(lead)) == 1
