"""Is what a person chose used as chosen, or asked again, and never quietly replaced?"""

from typing import Any

import pytest

from segue.core import records
from segue.core.models import Item, User
from segue.crm import clients, conversion
from segue.crm.communications import Communication
from segue.crm.conversion import OWN, Decisions, Seen
from segue.crm.conversion.apply import ids_to_lock
from tests import builders
from tests.crm.conversion.steps import convert, made, plan, undo, variant

EMAIL, PHONE = Communication("EMAIL", "jana@brandt.example"), Communication("PHONE", "030 123456")


def using(item: Item) -> Decisions:
    return Decisions(use={item.type: item.pk})


def repeat_lead(actor: User, client: Item) -> Any:
    """A lead for which a person chose the client; nothing on it says who that is."""
    return records.change(
        builders.lead(actor, first_name="", last_name="", communications=()),
        {},
        parts={"client": builders.client(None, client)},
        actor=actor,
    )


def test_a_contact_one_may_not_see_leaves_the_question_open(alice: User, charlie: User) -> None:
    foreign = builders.contact(charlie, first_name="Other", open_to_all=False)
    with pytest.raises(conversion.DecisionNeeded) as refused:
        convert(builders.lead(alice), "contact", alice, decisions=using(foreign))
    assert [question.slot for question in refused.value.plan.open] == ["contact"]


def test_a_contact_deleted_meanwhile_leaves_the_question_open(alice: User, dana: User) -> None:
    known, lead = builders.contact(alice, first_name="Other"), builders.lead(alice)
    shown = plan(lead, "contact", alice, using(known))
    records.delete(known, actor=dana)
    with pytest.raises(conversion.DecisionNeeded):
        convert(lead, "contact", alice, decisions=using(known), seen=Seen(lead.version, shown.fingerprint))


def test_a_company_is_no_contact(alice: User) -> None:
    company = builders.company(alice, title="Other")
    with pytest.raises(conversion.DecisionNeeded):
        convert(builders.lead(alice), "contact", alice, decisions=Decisions(use={"contact": company.pk}))


def test_the_client_of_a_repeat_lead_is_used_even_if_one_may_not_see_it(alice: User, charlie: User) -> None:
    client = builders.contact(charlie, open_to_all=False)
    lead = repeat_lead(alice, client)
    (record,) = plan(lead, "contact", alice).records
    assert (record.action, record.item.pk, record.may_edit) == ("use", client.pk, False)
    done = convert(lead, "deal-contact", alice)
    assert clients.read(made(done, "deal")).contacts == (client.pk,)


def test_the_client_of_a_repeat_lead_may_be_chosen_without_its_id(alice: User, charlie: User) -> None:
    lead = repeat_lead(alice, builders.contact(charlie, open_to_all=False))
    convert(lead, "contact", alice, decisions=Decisions(use={"contact": OWN}))
    assert Item.objects.filter(type="contact").count() == 1


def test_a_simple_lead_has_no_client_to_choose(alice: User) -> None:
    with pytest.raises(conversion.DecisionNeeded):
        convert(builders.lead(alice), "contact", alice, decisions=Decisions(use={"contact": OWN}))


def test_a_new_contact_instead_of_the_own_client_stays_possible(alice: User, charlie: User) -> None:
    lead = repeat_lead(alice, builders.contact(charlie, open_to_all=False))
    decisions = Decisions(use={"contact": conversion.NEW}, fields={"contact": {"last_name": "Brandt"}})
    assert made(convert(lead, "contact", alice, decisions=decisions), "contact").owner == alice


def test_only_what_can_be_used_is_locked(alice: User) -> None:
    lead = builders.lead(alice)
    decisions = Decisions(use={"contact": 71, "company": 72, "x": 73, "deal": 74})
    assert ids_to_lock(lead, variant(lead, "deal-contact"), decisions) == {lead.pk, 71}


def test_a_used_record_that_would_gain_something_else_is_stale(alice: User, dana: User) -> None:
    known, lead = builders.contact(alice, communications=(EMAIL,)), builders.lead(alice)
    shown = plan(lead, "contact", alice, using(known))
    records.change(known, {}, parts={"communications": (EMAIL, PHONE)}, actor=dana)
    with pytest.raises(conversion.Stale):
        convert(lead, "contact", alice, decisions=using(known), seen=Seen(lead.version, shown.fingerprint))


def test_a_used_record_one_may_no_longer_edit_is_stale(alice: User) -> None:
    known, lead = builders.contact(alice, communications=(EMAIL,)), builders.lead(alice)
    shown = plan(lead, "contact", alice)
    builders.give_right("edit", "contact", "none")
    actor = User.objects.get(pk=alice.pk)
    with pytest.raises(conversion.Stale):
        convert(lead, "contact", actor, decisions=using(known), seen=Seen(lead.version, shown.fingerprint))


def test_another_choice_than_the_one_shown_is_not_stale(alice: User) -> None:
    builders.contact(alice, communications=(EMAIL,))
    other, lead = builders.contact(alice, first_name="Other"), builders.lead(alice)
    seen = Seen(lead.version, plan(lead, "contact", alice).fingerprint)
    assert made(convert(lead, "contact", alice, decisions=using(other), seen=seen), "contact").pk == other.pk


def test_a_used_record_changed_since_the_undo_was_shown_asks_again(alice: User) -> None:
    known = builders.contact(alice, communications=(EMAIL,))
    done = convert(builders.lead(alice), "contact", alice, decisions=using(known))
    shown = conversion.plan_undo(done, actor=alice).fingerprint
    records.change(known, {"position": "Head"}, actor=alice)
    with pytest.raises(conversion.UndoRefused):
        conversion.undo(done, actor=alice, key="u", fingerprint=shown)
    assert undo(done, alice).state == "undone"
