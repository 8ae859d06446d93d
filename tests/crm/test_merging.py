"""Do several items that are the same become one, as it was shown, and does an undo bring back what there was?"""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from segue.core import comments, links, records
from segue.core.models import CustomField, Item, User
from segue.crm import conversion, merging
from segue.crm.communications import Communication
from segue.crm.merging.table import RELATIONS
from segue.crm.models import Client, Employment, Merge
from tests import builders
from tests.crm.conversion.steps import convert

MAIL = Communication("EMAIL", "jana@brandt.example")
PHONE = Communication("PHONE", "030 123456")


def merge(actor: User, main: Item, *others: Item, key: str = "k", **choices: int) -> Merge:
    """Merge as on the page: look, then do what was seen."""
    ids = [main.pk, *(each.pk for each in others)]
    seen = merging.plan(merging.read(ids, actor), main.pk, choices, actor=actor).fingerprint
    return merging.apply(ids, main.pk, choices, seen=seen, actor=actor, key=key)


def fresh(item: Any) -> Any:
    return type(item).objects.get(pk=item.pk)


def everything() -> dict[str, list[Any]]:
    """What stands in the tables that a merge may touch, but for what tells of it."""
    left = {"version", "changed_at", "last_activity_at", "deleted_at", "changed_by_id", "last_activity_by_id"}
    found = {}
    for label in sorted({label for label, _column in RELATIONS} - {"crm.Merge", "crm.Merged", "core.TimelineEntry"}):
        model = apps.get_model(label)
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in left]
        found[label] = sorted(map(repr, model._base_manager.values_list(*(name for name in names if name != "id"))))
    return found


def test_every_relation_to_an_item_is_handled() -> None:
    """A new foreign key without a row in the table fails here."""
    relations = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if isinstance(field, models.ForeignKey | models.ManyToManyField) and issubclass(field.related_model, Item)
    }
    assert relations == set(RELATIONS)


def test_d18_the_result_equals_what_was_shown(dana: User) -> None:
    main = builders.contact(dana, first_name="Jana", last_name="Brandt", position="")
    other = builders.contact(dana, first_name="J.", last_name="Brandt", position="Head of sales")
    choices = {"first_name": other.pk}
    shown = merging.plan(merging.read([main.pk, other.pk], dana), main.pk, choices, actor=dana)
    merging.apply([main.pk, other.pk], main.pk, choices, seen=shown.fingerprint, actor=dana, key="k")
    assert {name: getattr(fresh(main), name) for name in shown.values} == dict(shown.values)
    assert (fresh(main).title, fresh(main).position) == ("J. Brandt", "Head of sales")


def test_d19_the_stricter_consent_wins(dana: User) -> None:
    main = builders.contact(dana, communications=(MAIL, PHONE))
    barred = Communication("EMAIL", "JANA@brandt.example", do_not_contact=True)
    merge(dana, main, builders.contact(dana, communications=(barred,)))
    assert [(point.value, point.do_not_contact) for point in main.contact_points.order_by("sort")] == [
        ("jana@brandt.example", True),
        ("030 123456", False),
    ]


def test_the_others_lie_in_the_recycle_bin_and_lead_to_the_main_one(dana: User) -> None:
    main, other, third = (builders.company(dana) for _ in range(3))
    merge(dana, main, other)
    merge(dana, third, main, key="k2")
    assert fresh(other).deleted_at
    assert merging.into(other.pk) == merging.into(main.pk) == third.pk
    assert merging.into(third.pk) is None


def test_clients_employers_and_links_refer_to_the_main_one(dana: User) -> None:
    main, other = builders.contact(dana), builders.contact(dana)
    firm = builders.company(dana, contacts=(other.pk,))
    deal = builders.deal(dana, client=builders.client(None, other))
    invoice = builders.invoice(dana)
    links.bind(other, invoice, actor=dana)
    merge(dana, main, other)
    assert Client.objects.get(item=deal).contact_id == main.pk
    assert Employment.objects.get(company=firm).contact_id == main.pk
    assert invoice.links_up.get().source_id == main.pk


def test_an_item_that_had_both_as_client_has_the_main_one_once(dana: User) -> None:
    main, other = builders.contact(dana), builders.contact(dana)
    deal = builders.deal(dana, client=builders.client(None, other, main))
    merge(dana, main, other)
    row = Client.objects.get(item=deal)
    assert (row.contact_id, row.is_primary) == (main.pk, True)


def test_activities_comments_and_observers_come_along(dana: User, bob: User) -> None:
    main, other = builders.company(dana), builders.company(dana)
    records.change(other, {}, actor=dana, parts={"observers": (bob.pk,)})
    builders.activity(dana, other)
    comments.add(other, "Called.", actor=dana)
    merge(dana, main, other)
    assert main.bindings.count() == 1
    assert main.timeline.filter(kind="comment").exists()
    assert main.observers.get().user == bob


def test_custom_values_that_name_it_name_the_main_one(dana: User) -> None:
    CustomField.objects.create(
        item_type="deal", code="PARTNER", kind="crm", labels={"en": "Partner"}, settings={"types": ["company"]}
    )
    main, other = builders.company(dana), builders.company(dana)
    deal = builders.deal(dana, PARTNER=other.pk)
    merge(dana, main, other)
    assert fresh(deal).custom["PARTNER"] == main.pk


def test_an_undo_brings_back_what_there_was(dana: User, bob: User) -> None:
    main = builders.contact(dana, communications=(PHONE,))
    other = builders.contact(dana, communications=(MAIL,), position="Head of sales")
    builders.company(dana, contacts=(other.pk, main.pk))
    builders.deal(dana, client=builders.client(None, other, main))
    builders.activity(dana, other)
    links.bind(other, builders.invoice(dana), actor=dana)
    before = everything()
    done = merge(dana, main, other)
    assert everything() != before
    merging.undo(done, actor=dana)
    assert everything() == before
    assert fresh(other).deleted_at is None
    assert merging.into(other.pk) is None


def test_money_and_rows_come_from_one_item_and_back(dana: User) -> None:
    main, other = builders.deal(dana, rows=()), builders.deal(dana)
    amount = fresh(other).amount
    done = merge(dana, main, other)
    assert fresh(main).amount == amount
    assert main.rows.count() == 2
    merging.undo(done, actor=dana)
    assert (fresh(main).amount, main.rows.count(), other.rows.count()) == (0, 0, 2)


def test_nothing_is_undone_once_something_was_built_on_it(dana: User) -> None:
    main, other = builders.company(dana), builders.company(dana)
    done = merge(dana, main, other)
    records.change(fresh(main), {"comment": "Called."}, actor=dana)
    with pytest.raises(merging.NotUndone, match="changed"):
        merging.undo(done, actor=dana)


def test_an_undo_is_made_once(dana: User) -> None:
    done = merge(dana, builders.company(dana), builders.company(dana))
    merging.undo(done, actor=dana)
    with pytest.raises(merging.NotUndone, match="undone"):
        merging.undo(done, actor=dana)


def test_the_same_key_merges_once(dana: User) -> None:
    main, other, third = (builders.company(dana) for _ in range(3))
    done = merge(dana, main, other)
    again = merging.apply([main.pk, third.pk], main.pk, {}, seen="", actor=dana, key="k")
    assert (again.pk, fresh(third).deleted_at) == (done.pk, None)


def test_what_changed_since_it_was_seen_is_refused(dana: User) -> None:
    main, other = builders.company(dana), builders.company(dana)
    seen = merging.plan(merging.read([main.pk, other.pk], dana), main.pk, {}, actor=dana).fingerprint
    records.change(other, {"comment": "Called."}, actor=dana)
    with pytest.raises(merging.Refused, match="stale"):
        merging.apply([main.pk, other.pk], main.pk, {}, seen=seen, actor=dana, key="k")
    assert fresh(other).deleted_at is None


def test_a_conversion_that_made_one_of_them_cannot_be_undone_any_more(dana: User) -> None:
    lead = builders.lead(dana)
    made = convert(lead, "contact", dana)
    contact = Item.objects.get(type="contact")
    done = merge(dana, builders.contact(dana), contact)
    assert "merged" in [reason.code for reason in conversion.plan_undo(made, actor=dana).blocked]
    merging.undo(done, actor=dana)
    assert conversion.plan_undo(made, actor=dana).is_possible


def test_it_takes_edit_on_the_main_one_and_delete_on_the_others(alice: User) -> None:
    main, other = builders.company(alice), builders.company(alice)
    lacking = merging.plan([main, other], main.pk, {}, actor=alice).missing
    assert [(right.action, right.item_id) for right in lacking] == [("delete", other.pk)]


def test_what_one_may_not_see_blocks_it(alice: User, dana: User) -> None:
    field = CustomField.objects.create(item_type="company", code="HINT", kind="string", labels={"en": "Hint"})
    CustomField.objects.filter(pk=field.pk).update(is_restricted=True)
    main, other = builders.company(alice), builders.company(dana, HINT="secret")
    assert merging.plan([main, other], main.pk, {}, actor=alice).blocked == "restricted"
    assert merging.plan([main, other], main.pk, {}, actor=dana).is_possible
