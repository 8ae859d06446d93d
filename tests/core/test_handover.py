"""Do all items of somebody who leaves reach somebody else, each once, whatever happens to the worker?"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from segue.core import activities, agenda, handover, people, records
from segue.core.models import Activity, AuditEntry, Handover, Item, Stage, TimelineEntry, User
from segue.core.permissions import Forbidden
from tests import builders, databases

# What a worker does that is killed in the middle of its second batch.
KILLED = """
import os, signal, django
django.setup()
from django.db import transaction
from segue.core import handover
handover._step({pk})
with transaction.atomic():
    handover._step({pk})
    os.kill(os.getpid(), signal.SIGKILL)
"""


def of_each_type(owner: User) -> list[Any]:
    makers = (builders.lead, builders.deal, builders.contact, builders.company, builders.estimate, builders.invoice)
    return [make(owner) for make in makers]


def start(person: User, to: User, actor: User, *, with_closed: bool = False) -> Handover:
    begun = handover.start(person, to, with_closed=with_closed, actor=actor)
    handover.proceed(begun)
    begun.refresh_from_db()
    return begun


def close(item: Item, actor: User) -> None:
    stage = Stage.objects.filter(pipeline=item.pipeline_id).exclude(semantics="process").earliest("sort")
    records.change(item, {"stage": stage}, actor=actor)


def test_items_of_all_types_go_with_version_timeline_and_history(alice: User, bob: User, dana: User) -> None:
    items = of_each_type(alice)
    begun = start(alice, bob, dana)
    assert (begun.state, begun.done) == ("finished", 6)
    assert set(begun.moved) == {"lead", "deal", "contact", "company", "estimate", "invoice"}
    for item in Item.objects.filter(pk__in=[each.pk for each in items]):
        assert (item.owner, item.version, item.changed_by) == (bob, 2, dana)


def test_a_handover_is_told_as_a_single_change_is(alice: User, bob: User, dana: User) -> None:
    one, other = builders.deal(alice), builders.deal(alice)
    records.change(one, {"owner": bob}, actor=dana)
    start(alice, bob, dana)
    single, many = (TimelineEntry.objects.get(item=item.pk, kind="owner_changed") for item in (one, other))
    assert (single.data, single.actor, single.version) == (many.data, many.actor, many.version)


def test_what_is_closed_stays_unless_asked_for(alice: User, bob: User, dana: User) -> None:
    deal, open_deal = builders.deal(alice), builders.deal(alice)
    close(deal, alice)
    assert handover.count(alice) == {"deal": 1}
    assert start(alice, bob, dana).done == 1
    assert Item.objects.get(owner=alice).pk == deal.pk
    assert start(alice, bob, dana, with_closed=True).done == 1
    assert set(Item.objects.filter(owner=bob).values_list("pk", flat=True)) == {deal.pk, open_deal.pk}


def test_the_recycle_bin_keeps_its_owners(alice: User, bob: User, dana: User) -> None:
    deal = builders.deal(alice)
    records.delete(deal, actor=dana)
    assert start(alice, bob, dana, with_closed=True).done == 0
    assert Item.objects.get(pk=deal.pk).owner == alice


def test_a_form_that_was_open_meanwhile_does_not_run_over_it(alice: User, bob: User, charlie: User, dana: User) -> None:
    deal = builders.deal(alice)
    start(alice, bob, dana)
    with pytest.raises(records.Stale):
        records.change(deal, {"owner": charlie}, actor=dana, base_version=1)


def test_the_result_stands_in_the_audit_log(alice: User, bob: User, dana: User) -> None:
    builders.deal(alice)
    start(alice, bob, dana)
    entry = AuditEntry.objects.get(event="items_handed_over")
    assert (entry.subject, entry.data["items"], entry.data["by_type"]) == ("alice@segue.test", 1, {"deal": 1})


def test_nobody_hands_over_to_themselves_or_to_somebody_who_left(alice: User, bob: User, dana: User) -> None:
    people.deactivate(bob, actor=dana)
    bob.refresh_from_db()
    for to in (alice, bob):
        with pytest.raises(ValidationError):
            handover.start(alice, to, with_closed=False, actor=dana)


def test_a_seller_hands_nothing_over(alice: User, bob: User) -> None:
    with pytest.raises(Forbidden):
        handover.start(alice, bob, with_closed=False, actor=bob)


def test_only_one_handover_of_a_person_is_at_work(alice: User, bob: User, dana: User) -> None:
    builders.deal(alice)
    handover.start(alice, bob, with_closed=False, actor=dana)
    with pytest.raises(ValidationError):
        handover.start(alice, dana, with_closed=False, actor=dana)


def test_it_stops_when_whoever_gets_them_leaves_meanwhile(alice: User, bob: User, dana: User) -> None:
    builders.deal(alice)
    begun = handover.start(alice, bob, with_closed=False, actor=dana)
    people.deactivate(bob, actor=dana)
    handover.proceed(begun)
    begun.refresh_from_db()
    assert (begun.state, begun.problem, begun.done) == ("stopped", "recipient_gone", 0)
    assert Item.objects.get().owner == alice


def test_it_stops_when_whoever_began_it_may_no_longer(alice: User, bob: User, dana: User) -> None:
    builders.deal(alice)
    begun = handover.start(alice, bob, with_closed=False, actor=dana)
    User.objects.filter(pk=dana.pk).update(is_admin=False)
    handover.proceed(begun)
    begun.refresh_from_db()
    assert (begun.state, begun.problem, begun.done) == ("stopped", "no_right", 0)


def test_running_it_again_does_nothing(alice: User, bob: User, dana: User) -> None:
    builders.deal(alice)
    begun = start(alice, bob, dana)
    handover.run(begun.pk)
    assert TimelineEntry.objects.filter(kind="owner_changed").count() == 1
    assert AuditEntry.objects.filter(event="items_handed_over").count() == 1


def kill_in_the_second_batch(begun: Handover, home: Path) -> int:
    """Let a process of its own begin, which is killed; answer how it ended."""
    url = databases.url(connection.settings_dict["NAME"])
    env = os.environ | {"DATABASE_URL": url, "SEGUE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "segue.config.settings"}
    command = [sys.executable, "-c", KILLED.format(pk=begun.pk)]
    return subprocess.run(command, env=env, cwd=settings.BASE_DIR, check=False, timeout=120).returncode  # noqa: S603  our own program


def test_five_hundred_items_survive_a_worker_that_is_killed(home: Path) -> None:
    alice, bob = builders.person("Alice"), builders.person("Bob")
    dana = builders.person("Dana", is_admin=True)
    with transaction.atomic():
        for number in range(500):
            builders.company(alice, title=f"Firm {number}")
    begun = handover.start(alice, bob, with_closed=False, actor=dana)
    assert kill_in_the_second_batch(begun, home) == -9
    begun.refresh_from_db()
    assert (begun.state, begun.done, Item.objects.filter(owner=bob).count()) == ("running", 200, 200)
    handover.look_again()
    begun.refresh_from_db()
    assert (begun.state, begun.moved) == ("finished", {"company": 500})
    assert set(Item.objects.values_list("owner", "version")) == {(bob.pk, 2)}
    assert TimelineEntry.objects.filter(kind="owner_changed").count() == 500


def test_open_activities_go_along_with_all_their_items(alice: User, bob: User, charlie: User, dana: User) -> None:
    deal = builders.deal(charlie)
    open_one = builders.activity(dana, deal, responsible=alice)
    done = activities.complete(builders.activity(dana, deal, responsible=alice), actor=dana)
    begun = start(alice, bob, dana)
    assert [Activity.objects.get(pk=each.pk).responsible for each in (open_one, done)] == [bob, alice]
    assert (begun.total, begun.moved, begun.items_done) == (1, {"activity": 1}, 0)
    assert TimelineEntry.objects.filter(item=deal, kind="activity_changed").get().actor == dana


def test_many_activities_go_in_batches(
    alice: User, bob: User, charlie: User, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "BATCH", 2)
    for _ in range(5):
        builders.activity(dana, builders.deal(charlie), responsible=alice)
    assert start(alice, bob, dana).done == 5
    assert agenda.left_to(bob).count() == 5


def test_what_was_handed_over_is_said_apart_from_items(alice: User, bob: User, dana: User) -> None:
    builders.activity(alice, builders.deal(alice))
    start(alice, bob, dana)
    assert AuditEntry.objects.get(event="items_handed_over").data["items"] == 1
