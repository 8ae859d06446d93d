"""Can one do to many items what one can do to one: looked at first, in the background, and taken back as a whole?"""

from datetime import UTC, date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from segue.core import comments, item_types, jobs, pipelines, preferences, records
from segue.core.custom_fields import changes
from segue.core.models import Activity, Item, Job, Stage, User
from segue.crm.models import Conversion, Deal, Lead
from segue.web.many import acts, preview, selection, work
from tests import builders
from tests.core.custom_fields.fields import stored

Run = Any


@pytest.fixture
def run(django_capture_on_commit_callbacks: Any) -> Run:
    """Look at an act, then do it, and return the job when it has ended."""

    def run(web: Client, address: str, **sent: Any) -> Job:
        looked = web.post(address, sent)
        seen = {each["name"]: each["value"] for each in looked.context["hidden"]}
        assert "seen" in seen, looked.content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            answer = web.post(address, {**sent, "go": "1", "seen": seen["seen"], "key": seen["key"]})
        assert answer.status_code == 303, answer.content.decode()
        return Job.objects.get(pk=answer["Location"].split("/")[2])

    return run


def undone(job: Job, actor: User) -> Job:
    undoing = jobs.undo(job, actor=actor)
    jobs.run(undoing.pk)
    undoing.refresh_from_db()
    return undoing


def ids(*items: Item) -> list[int]:
    return [item.pk for item in items]


def stage(item: Any, semantics: str = "process") -> Stage:
    return (
        Stage.objects.filter(pipeline=item.pipeline_id, semantics=semantics).exclude(pk=item.stage_id).earliest("sort")
    )


def typed_for(act: str, deal: Item, person: User) -> dict[str, Any]:
    """What is chosen for an act on deals like this one."""
    typed: dict[str, dict[str, Any]] = {
        "owner": {"to": person.pk},
        "observers": {"people": [person.pk]},
        "stage": {"to": stage(deal).pk},
        "field": {"field": "probability", "shown": "probability", "item_type": "deal", "probability": "7"},
    }
    return typed[act]


def test_a_list_offers_boxes_and_what_can_be_done(web: Client, alice: User) -> None:
    lead = builders.lead(alice, title="Desks")
    page = web.get("/leads/").content.decode()
    assert f'name="id" value="{lead.pk}"' in page
    assert 'aria-label="Tick Desks"' in page
    assert 'value="create-deal-contact"' in page
    assert 'value="owner"' in page


def test_the_page_before_says_what_would_become_of_each(web: Client, alice: User, bob: User) -> None:
    mine, other = builders.lead(alice), builders.lead(bob, title="Not yours")
    builders.give_right("edit", "lead", "own")
    page = web.post("/leads/many/", {"act": "owner", "id": ids(mine, other), "to": bob.pk})
    found = page.context["found"]
    assert [(each["label"], each["count"]) for each in found["counts"]] == [("Will be done", "1"), ("Blocked", "1")]
    assert "You may not edit this lead." in page.content.decode()
    assert not Job.objects.exists()


def test_who_gives_away_what_they_cannot_take_back_is_told_before(web: Client, alice: User, bob: User) -> None:
    lead = builders.lead(alice)
    chosen = {"act": "owner", "id": ids(lead), "to": bob.pk}
    assert web.post("/leads/many/", chosen).context["found"]["reasons"] == []
    builders.give_right("edit", "lead", "own")
    found = web.post("/leads/many/", chosen).context["found"]
    assert found["will"] == 1
    assert [each["text"] for each in found["reasons"]] == [
        "You may not edit this afterwards, so somebody else would have to undo it."
    ]


def test_another_owner_for_many_and_back(web: Client, run: Run, alice: User, bob: User, charlie: User) -> None:
    leads = [builders.lead(alice) for _each in range(3)]
    job = run(web, "/leads/many/", act="owner", id=ids(*leads), to=bob.pk)
    assert (job.state, job.done) == ("done", 3)
    assert Item.objects.filter(owner=bob).count() == 3
    records.change(leads[0], {"owner": charlie}, actor=bob)
    assert undone(job, alice).skipped == 1
    assert Item.objects.filter(owner=alice).count() == 2


@pytest.mark.parametrize("act", ["owner", "field", "observers", "stage"])
def test_the_page_before_knows_what_lacks_something_required(
    web: Client, run: Run, alice: User, dana: User, act: str
) -> None:
    for right in ("read", "edit"):
        builders.give_right(right, "deal", "all")
    stored(dana, "string", "WHY", mandatory=True)
    whole, lacks = builders.deal(alice, WHY="so"), builders.deal(alice, WHY="so", title="Old")
    Item.objects.filter(pk=lacks.pk).update(custom={})
    address, asked = "/deals/many/", {"act": act, "id": ids(whole, lacks), **typed_for(act, whole, dana)}
    found = web.post(address, asked).context["found"]
    assert [(each["label"], each["count"]) for each in found["counts"]] == [("Will be done", "1"), ("Blocked", "1")]
    assert [each["text"] for each in found["reasons"]] == ["Why: This field is required."]
    assert (run(web, address, **asked).done, Item.objects.get(pk=lacks.pk).version) == (1, lacks.version)
    again = web.post(address, asked).context["found"]
    assert {each["label"]: each["count"] for each in again["counts"]}.get("So already") == "1"


def test_another_stage_for_many_and_back(web: Client, run: Run, alice: User) -> None:
    deals = [builders.deal(alice) for _each in range(2)]
    before, to = deals[0].stage, stage(deals[0])
    job = run(web, "/deals/many/", act="stage", id=ids(*deals), to=to.pk)
    assert set(Item.objects.values_list("stage", flat=True)) == {to.pk}
    assert undone(job, alice).done == 2
    assert set(Item.objects.values_list("stage", flat=True)) == {before.pk}


@pytest.mark.parametrize("act", ["owner", "field", "observers", "stage"])
def test_what_was_comes_back_though_something_is_required_since(
    web: Client, run: Run, alice: User, dana: User, act: str
) -> None:
    for right in ("read", "edit"):
        builders.give_right(right, "deal", "all")
    deal = builders.deal(alice)
    job = run(web, "/deals/many/", act=act, id=deal.pk, **typed_for(act, deal, dana))
    stored(dana, "string", "WHY", mandatory=True)
    assert (job.done, undone(job, alice).done) == (1, 1)


def test_the_day_that_a_stage_noted_goes_with_it(web: Client, run: Run, alice: User) -> None:
    preferences.save({"close_today": True})
    deals = [builders.deal(alice, due_on=date(2026, 1, 1)), builders.deal(alice)]
    job = run(web, "/deals/many/", act="stage", id=ids(*deals), to=stage(deals[0], "failure").pk)
    assert not Deal.objects.filter(due_on=date(2026, 1, 1)).exists()
    assert undone(job, alice).done == 2
    assert [deal.due_on for deal in Deal.objects.order_by("pk")] == [deal.due_on for deal in deals]


def test_the_success_stage_of_leads_is_not_offered(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    won = stage(lead, "success")
    page = web.post("/leads/many/", {"act": "stage", "id": lead.pk, "to": won.pk})
    assert page.status_code == 422
    assert f'value="{won.pk}"' not in page.content.decode()


def test_a_standard_field_of_many_and_back(web: Client, run: Run, alice: User) -> None:
    leads = [builders.lead(alice, comment="old"), builders.lead(alice, comment="new")]
    job = run(web, "/leads/many/", act="field", id=ids(*leads), field="comment", shown="comment", comment="new")
    assert (job.done, job.skipped) == (1, 1)
    assert {lead.comment for lead in Lead.objects.all()} == {"new"}
    assert undone(job, alice).done == 1
    assert {lead.comment for lead in Lead.objects.all()} == {"old", "new"}


def test_the_page_before_a_field_is_changed_counts_what_has_the_value_already(
    web: Client, run: Run, alice: User, dana: User
) -> None:
    stored(dana, "double", "NUM")
    leads = [builders.lead(alice, comment="new"), builders.lead(alice)]
    deals = [builders.deal(alice, NUM=5), builders.deal(alice)]
    for slug, items, typed in (
        ("leads", leads, {"field": "comment", "shown": "comment", "comment": "new"}),
        ("deals", deals, {"field": "NUM", "shown": "NUM", "custom_shown": "NUM", "NUM": "5"}),
    ):
        asked = {"act": "field", "id": ids(*items)} | typed
        counts = web.post(f"/{slug}/many/", asked).context["found"]["counts"]
        assert [(each["label"], each["count"]) for each in counts] == [("Will be done", "1"), ("So already", "1")]
        job = run(web, f"/{slug}/many/", **asked)
        assert (job.done, job.skipped) == (1, 1)


def test_an_amount_that_is_the_sum_of_products_is_changed_for_many_only_by_hand(
    web: Client, run: Run, alice: User, bob: User
) -> None:
    builders.give_right("edit", "deal", "own")
    summed, by_hand = builders.deal(alice), builders.deal(alice, amount_is_manual=True, amount=Decimal(7))
    plain, other = builders.deal(alice, rows=()), builders.deal(bob)
    typed = {"field": "amount", "shown": "amount", "amount": "99", "currency": "EUR"}
    asked = {"act": "field", "id": ids(summed, by_hand, plain, other)} | typed
    assert "The amount is the sum of the products." in web.post("/deals/many/", asked).content.decode()
    job = run(web, "/deals/many/", **asked)
    assert [(each.item_id, each.state, each.reason.partition(".")[0]) for each in job.results.order_by("pk")] == [
        (summed.pk, "skipped", "The amount is the sum of the products"),
        (by_hand.pk, "done", ""),
        (plain.pk, "done", ""),
        (other.pk, "skipped", "You may not edit this deal"),
    ]
    assert [*Deal.objects.order_by("pk").values_list("amount", flat=True)] == [
        Decimal("341.26"),
        99,
        99,
        Decimal("341.26"),
    ]
    assert run(web, "/deals/many/", **asked | {"amount_is_manual": "on"}).done == 2
    assert not Deal.objects.filter(owner=alice).exclude(amount=99).exists()


def test_the_field_is_chosen_first_then_its_value_is_asked(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    page = web.post("/leads/many/", {"act": "field", "id": lead.pk, "field": "birth_on"})
    assert page.status_code == 200
    assert 'name="birth_on"' in page.content.decode()
    wrong = {"act": "field", "id": lead.pk, "field": "birth_on", "shown": "birth_on", "birth_on": "soon"}
    assert web.post("/leads/many/", wrong).status_code == 422


def test_observers_are_added_and_taken_out(web: Client, run: Run, alice: User, bob: User) -> None:
    one, other = builders.lead(alice), builders.lead(alice)
    records.change(one, {}, actor=alice, parts={"observers": (bob.pk,)})
    job = run(web, "/leads/many/", act="observers", id=ids(one, other), people=[bob.pk])
    assert (job.done, job.skipped) == (1, 1)
    assert undone(job, alice).done == 1
    assert list(bob.observing.values_list("item", flat=True)) == [one.pk]


def test_a_to_do_for_each_and_back(web: Client, run: Run, alice: User) -> None:
    leads = [builders.lead(alice) for _each in range(2)]
    job = run(
        web, "/leads/many/", act="todo", id=ids(*leads), title="Call", deadline="2030-01-02T09:00", responsible=alice.pk
    )
    assert Activity.objects.filter(title="Call").count() == 2
    assert undone(job, alice).done == 2
    assert not Activity.objects.exists()


@pytest.mark.parametrize(("own", "moment"), [("America/New_York", "14:00"), ("", "18:00")])
def test_a_time_that_was_typed_is_one_of_the_clock_of_whoever_typed_it(
    web: Client, alice: User, own: str, moment: str
) -> None:
    preferences.save({"time_zone": "Pacific/Gambier"})
    User.objects.filter(pk=alice.pk).update(time_zone=own)
    sent = {"act": "todo", "id": builders.lead(alice).pk, "title": "Call", "deadline": "2030-01-02T09:00"}
    sent["responsible"] = alice.pk
    looked = web.post("/leads/many/", sent)
    hidden = {each["name"]: each["value"] for each in looked.context["hidden"]}
    web.post("/leads/many/", {**sent, "go": "1", "seen": hidden["seen"], "key": hidden["key"]})
    with timezone.override(None):  # as in a worker, to which nobody's clock was shown yet
        jobs.run(Job.objects.get().pk)
    told = Activity.objects.get().deadline
    assert told is not None
    assert told.astimezone(UTC).strftime("%H:%M") == moment


@pytest.mark.parametrize("what", ["owner", "todo", "observers", "stage"])
def test_a_choice_that_is_gone_by_then_is_said_and_nothing_done(
    web: Client, bob: User, dana: User, caplog: pytest.LogCaptureFixture, *, what: str
) -> None:
    lead = builders.lead(User.objects.get(name="Alice"))
    wanted = stage(lead)
    typed: dict[str, dict[str, Any]] = {
        "owner": {"to": bob.pk},
        "todo": {"title": "Call", "deadline": "2030-01-02T09:00", "responsible": bob.pk},
        "observers": {"people": bob.pk},
        "stage": {"to": wanted.pk},
    }
    sent = typed[what] | {"act": what, "id": lead.pk}
    looked = web.post("/leads/many/", sent)
    hidden = {each["name"]: each["value"] for each in looked.context["hidden"]}
    web.post("/leads/many/", {**sent, "go": "1", "seen": hidden["seen"], "key": hidden["key"]})
    User.objects.filter(pk=bob.pk).update(is_active=False)
    pipelines.remove_stage(wanted, actor=dana)
    jobs.run(Job.objects.get().pk)
    (result,) = Job.objects.get().results.all()
    assert (result.state, result.reason) == ("failed", "This value cannot be used any more.")
    assert not caplog.records


def test_many_go_into_the_bin_and_come_back(web: Client, run: Run, alice: User) -> None:
    builders.give_right("delete", "lead", "own")
    leads = [builders.lead(alice) for _each in range(2)]
    job = run(web, "/leads/many/", act="delete", id=ids(*leads))
    assert Item.objects.in_bin().count() == 2
    assert undone(job, alice).done == 2
    assert Item.objects.alive().count() == 2


def test_the_bin_gives_many_back(web: Client, run: Run, alice: User) -> None:
    builders.give_right("delete", "lead", "own")
    items = [builders.lead(alice), builders.lead(alice)]
    for item in items:
        records.delete(item, actor=alice)
    job = run(web, "/bin/many/", act="restore", all="1")
    assert (job.done, Item.objects.alive().count()) == (2, 2)


def test_leads_become_deals_and_back(web: Client, run: Run, alice: User) -> None:
    leads = [builders.lead(alice) for _each in range(3)]
    job = run(web, "/leads/many/", act="create-deal", id=ids(*leads))
    assert (job.done, Deal.objects.count()) == (3, 3)
    assert {lead.stage.semantics for lead in Lead.objects.select_related("stage")} == {"success"}
    assert undone(job, alice).done == 3
    assert {lead.stage.semantics for lead in Lead.objects.select_related("stage")} == {"process"}
    assert not Deal.objects.alive().exists()


def test_a_deal_somebody_worked_on_stays_when_all_are_taken_back(web: Client, run: Run, alice: User) -> None:
    leads = [builders.lead(alice, title=title) for title in ("First", "Second")]
    job = run(web, "/leads/many/", act="create-deal", id=ids(*leads))
    kept = Deal.objects.get(lead=leads[0])
    comments.add(kept, "They called.", actor=alice)
    undoing = undone(job, alice)
    assert (undoing.done, undoing.skipped) == (1, 1)
    assert "Someone added a comment" in undoing.results.get(state="skipped").reason
    assert list(Deal.objects.alive()) == [kept]


def test_what_needs_a_decision_is_left_out_with_a_link(web: Client, run: Run, alice: User) -> None:
    plain, again = builders.lead(alice), builders.lead(alice)
    run(web, "/leads/many/", act="create-deal", id=[again.pk])
    job = run(web, "/leads/many/", act="create-deal", id=ids(plain, again))
    assert (job.done, job.skipped) == (1, 1)
    assert f'href="/leads/{again.pk}/create/deal/"' in web.get(f"/jobs/{job.pk}/").content.decode()


def test_the_same_again_is_made_where_it_was_wished_for_all(web: Client, run: Run, alice: User) -> None:
    lead = builders.lead(alice)
    run(web, "/leads/many/", act="create-deal", id=[lead.pk])
    job = run(web, "/leads/many/", act="create-deal", id=[lead.pk], again="on")
    assert (job.done, Deal.objects.count()) == (1, 2)


def test_all_that_the_filter_finds(web: Client, run: Run, alice: User, bob: User) -> None:
    for number in range(60):
        builders.lead(alice, title=f"Desk {number}")
    other = builders.lead(alice, title="Chair")
    job = run(web, "/leads/many/", act="owner", all="1", query="q=desk", to=bob.pk)
    assert (job.total, job.done) == (60, 60)
    assert Item.objects.get(pk=other.pk).owner == alice


def test_a_view_that_changes_meanwhile_changes_nothing(web: Client, alice: User, bob: User) -> None:
    mine, _other = builders.lead(alice), builders.lead(bob)
    shown = web.post("/leads/many/", {"act": "owner", "all": "1", "query": "view=mine", "to": bob.pk})
    sent = {each["name"]: each["value"] for each in shown.context["hidden"]} | {"go": "1", "to": bob.pk}
    job = Job.objects.get(pk=web.post("/leads/many/", sent)["Location"].split("/")[2])
    assert (job.total, job.data["selection"]["query"]) == (1, "owner=me")
    jobs.run(job.pk)
    assert Item.objects.get(pk=mine.pk).owner == bob


def test_all_are_no_more_than_a_long_filter_finds(web: Client, run: Run, alice: User, bob: User) -> None:
    wanted, other = builders.lead(alice, title="Desk"), builders.lead(alice, title="Chair")
    long = [("f", "1.title"), ("o", "contains"), ("v", "ä" * 900), ("f", "1.title"), ("o", "filled"), ("v", "")]
    query = urlencode([*long, ("f", "title"), ("o", "contains"), ("v", "Desk")])
    job = run(web, "/leads/many/", act="owner", all="1", query=query, to=bob.pk)
    assert (job.total, Item.objects.get(pk=wanted.pk).owner) == (1, bob)
    assert Item.objects.get(pk=other.pk).owner == alice


def test_a_filter_by_something_that_is_gone_does_nothing_to_all(web: Client, alice: User, bob: User) -> None:
    builders.lead(alice)
    sent = {"act": "owner", "all": "1", "query": "f=BUDGET&o=at_least&v=5", "to": bob.pk}
    answer = web.post("/leads/many/", sent)
    assert answer["Location"] == "/leads/?f=BUDGET&o=at_least&v=5"
    assert "asks for something that is not there any more" in web.get("/leads/").content.decode()


def test_a_job_ends_when_what_it_looks_by_goes_meanwhile_and_says_so(
    web: Client, alice: User, bob: User, dana: User
) -> None:
    budget = stored(dana, "double", "BUDGET", item_type="lead", in_filter=True)
    builders.lead(alice)
    chosen = selection.read(item_types.get("lead"), QueryDict("all=1&query=f%3DBUDGET%26o%3Dblank%26v%3D"))
    act = acts.make("owner", item_types.get("lead"), QueryDict(f"to={bob.pk}"), alice)
    assert act is not None
    job = work.start(act, "owner", chosen, actor=alice, key="k")
    changes.delete(budget, actor=dana)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == ("failed", 0)
    assert "Its filter asks for something that is gone." in web.get(f"/jobs/{job.pk}/").content.decode()


def test_an_undo_names_as_many_as_it_takes_back(web: Client, run: Run, alice: User, bob: User) -> None:
    leads = [builders.lead(alice), builders.lead(alice, owner=bob)]
    job = run(web, "/leads/many/", act="owner", id=ids(*leads), to=bob.pk)
    assert (job.done, job.skipped) == (1, 1)
    assert "· 1 lead" in web.get(f"/jobs/{undone(job, alice).pk}/").content.decode()


def test_the_box_of_the_head_means_the_page(web: Client, run: Run, alice: User, bob: User) -> None:
    leads = [builders.lead(alice) for _each in range(3)]
    job = run(web, "/leads/many/", act="owner", page=",".join(map(str, ids(*leads))), to=bob.pk)
    assert job.done == 3


def test_sent_twice_it_is_one_job(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    shown = web.get("/leads/many/", {"act": "delete", "id": lead.pk})
    sent = {each["name"]: each["value"] for each in shown.context["hidden"]} | {"go": "1"}
    assert len({web.post("/leads/many/", sent)["Location"] for _twice in "12"}) == 1


def test_what_was_not_looked_at_is_looked_at_first(web: Client, alice: User, bob: User) -> None:
    lead = builders.lead(alice)
    page = web.post("/leads/many/", {"act": "owner", "id": lead.pk, "to": bob.pk, "go": "1", "seen": "other"})
    assert page.status_code == 200
    assert not Job.objects.exists()


def test_nothing_ticked_leads_back(web: Client) -> None:
    answer = web.get("/leads/many/", {"act": "owner", "query": "q=x"})
    assert answer["Location"] == "/leads/?q=x"


@pytest.mark.parametrize("act", ["", "owner-deal", "create", "create-invoice", "restore", "nonsense"])
def test_what_there_is_not_answers_404(web: Client, alice: User, act: str) -> None:
    assert web.get("/leads/many/", {"act": act, "id": builders.lead(alice).pk}).status_code == 404


def test_a_strangers_item_is_neither_named_nor_touched(web: Client, run: Run, alice: User, charlie: User) -> None:
    mine, hidden = builders.lead(alice), builders.lead(charlie, title="Secret", open_to_all=False)
    builders.give_right("read", "lead", "own")
    builders.give_right("delete", "lead", "own")
    job = run(web, "/leads/many/", act="delete", id=ids(mine, hidden))
    assert (job.done, job.skipped) == (1, 1)
    assert "Secret" not in web.get(f"/jobs/{job.pk}/").content.decode()
    assert Item.objects.get(pk=hidden.pk).deleted_at is None


def test_whoever_lost_the_right_meanwhile_changes_nothing(web: Client, alice: User, bob: User) -> None:
    lead = builders.lead(alice)
    shown = web.post("/leads/many/", {"act": "owner", "id": lead.pk, "to": bob.pk})
    sent = {each["name"]: each["value"] for each in shown.context["hidden"]} | {"go": "1", "to": bob.pk}
    job = Job.objects.get(pk=web.post("/leads/many/", sent)["Location"].split("/")[2])
    User.objects.filter(pk=alice.pk).update(is_active=False)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.skipped) == ("done", 0, 1)
    assert Conversion.objects.count() == 0


def test_all_of_a_large_selection_are_looked_at_in_the_background(
    web: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(3):
        builders.lead(alice)
    monkeypatch.setattr(preview, "LOOKED_AT", 1)
    sent = {"act": "create-deal", "all": "1", "query": "q=form"}
    assert "These are the first 1." in web.post("/leads/many/", sent).content.decode()
    job = Job.objects.get(pk=web.post("/leads/many/", sent | {"look": "all"})["Location"].split("/")[2])
    jobs.run(job.pk)
    page = web.get(f"/jobs/{job.pk}/").content.decode()
    assert "3 would be done" in page
    assert Deal.objects.count() == 0
    onward = web.get(work.onward(Job.objects.get(pk=job.pk)))
    assert onward.context["found"]["will"] == 1
