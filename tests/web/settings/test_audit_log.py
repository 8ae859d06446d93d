"""Does the audit log tell everything legibly, to administrators alone, and can nobody change it?"""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from segue.core import audit, departments, invitations, people, records, roles, settings_changes
from segue.core import bin as recycle_bin
from segue.core.models import AuditEntry, Department, Role, Stage, User
from segue.core.models.audit_entry import AppendOnly
from segue.core.roles import Content, Place
from segue.lib import sheets
from segue.web.components.audit_words import EVENTS, GROUPS
from segue.web.views import view_as
from tests import builders

HOME = "/settings/audit/"


def rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    return list(client.get(HOME + query).context["rows"])


def told(client: Client, query: str = "") -> list[str]:
    return [row["event"] for row in rows(client, query)]


def exported(client: Client, **chosen: str) -> list[list[str]]:
    answer = client.post(f"{HOME}export/", chosen)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text.removeprefix(sheets.BYTE_ORDER_MARK))))


# What stands there --------------------------------------------------------------------------------------------


def test_a_change_reads_from_what_to_what(admin: Client, dana: User, alice: User) -> None:
    people.save(alice, {"is_admin": True, "name": "Alice Berger"}, alice.departments.all(), actor=dana)
    [row] = rows(admin)
    assert (row["author"], row["event"], row["subject"]) == ("Dana", "Person changed", "alice@segue.test")
    assert row["href"] == f"/settings/people/{alice.pk}/"
    assert {change["label"]: (change["old"], change["new"]) for change in row["changes"]} == {
        "Name": ("Alice", "Alice Berger"), "Administrator": ("No", "Yes"),
    }  # fmt: skip


def test_a_department_is_called_by_its_name(admin: Client, dana: User) -> None:
    sales = departments.save(Department(), {"name": "Sales", "parent": None, "head": dana}, actor=dana)
    [row] = rows(admin)
    assert (row["event"], row["subject"]) == ("Setting added", "Department Sales")
    assert {"label": "Head", "text": "Dana"} in row["facts"]
    assert row["href"] == f"/settings/departments/{sales.pk}/"


def test_the_log_speaks_german(admin: Client, dana: User) -> None:
    settings_changes.save_preferences({"open_to_all": False}, actor=dana)
    User.objects.filter(pk=dana.pk).update(language="de")
    [row] = rows(admin)
    assert (row["event"], row["subject"]) == ("Einstellung geändert", "Allgemein")
    assert row["changes"][0]["old"] == "Ja"


def test_how_and_from_where_somebody_signed_in_is_told_in_german_too(admin: Client, dana: User) -> None:
    audit.record("signed_in", actor=dana, data={"by": "totp", "from": "192.0.2.7"})
    User.objects.filter(pk=dana.pk).update(language="de")
    [row] = rows(admin)
    assert [(fact["label"], fact["text"]) for fact in row["facts"]] == [("Mittels", "totp"), ("Von", "192.0.2.7")]


@pytest.mark.parametrize(
    ("event", "data", "shown"),
    [
        ("teapot_boiled", {"how_hot": 100}, "Teapot boiled"), ("view_as_started", {}, "Began to look"),
        ("second_factor_added", {"kind": "totp"}, "Second factor added"),
        ("role_changed", {"changes": {"deal read": ["own", "all"]}}, "Role changed"),
        ("odd", {"changes": "no table"}, "Odd"), ("odd", {"changes": {"a": [1], "b": None}}, "Odd"),
        ("odd", ["a", {"b": None}], "Odd"), ("odd", {"deep": {"a": [{"b": [1, True, None]}]}}, "Odd"),
        ("odd", {"text": "<script>alert(1)</script>"}, "&lt;script&gt;"), ("item_odd", {"title": 5}, "Item odd"),
        ("person_odd", {"id": "x"}, "Person odd"),
    ],
)  # fmt: skip
def test_an_entry_nobody_here_knows_is_legible(admin: Client, event: str, data: Any, shown: str) -> None:
    AuditEntry.objects.create(event=event, actor=None, subject="department 999999", data=data)
    page = admin.get(HOME)
    assert page.status_code == 200
    assert shown in page.content.decode()
    assert len(exported(admin)) == 2


def test_every_kind_in_the_table_belongs_to_a_group() -> None:
    beginnings = tuple(beginning for group in GROUPS.values() for beginning in group.beginnings)
    assert [code for code in EVENTS if not code.startswith(beginnings)] == []


@pytest.mark.parametrize("module", [invitations, people, roles, settings_changes, view_as])
def test_what_is_noted_has_its_words(module: Any) -> None:
    assert set(module.EVENTS) <= set(EVENTS)


def test_a_change_of_rights_is_told_in_words(admin: Client, dana: User) -> None:
    role = Role.objects.get(code="manager")
    stage = Stage.objects.get(code="NEW", pipeline__item_type="deal")
    cells = {(Place("deal"), "edit"): "all", (Place("deal", stage=stage.pk), "move"): "none"}
    roles.change(role, Content(cells=cells, may_edit_catalogue=True), actor=dana)
    (row,) = rows(admin)
    told = {(each["label"], each["old"], each["new"]) for each in row["changes"]}
    assert ("Deals: Edit", "Department", "All") in told
    assert ("Deals, general/NEW: Move to stage", "", "No") in told
    assert ("May edit products", "No", "Yes") in told


def test_deletions_and_what_comes_back_stand_there(admin: Client, dana: User) -> None:
    deal = builders.deal(dana, title="Relaunch")
    records.delete(deal, actor=dana)
    records.restore(deal, actor=dana)
    records.delete(deal, actor=dana)
    recycle_bin.purge(deal, actor=dana)
    assert told(admin) == ["Item deleted for good", "Item deleted", "Item restored", "Item deleted"]
    assert {row["subject"] for row in rows(admin)} == {"Deal Relaunch"}


# Which entries ------------------------------------------------------------------------------------------------


def test_pages_follow_one_another_without_gaps(admin: Client, dana: User) -> None:
    for number in range(120):
        audit.record("setting_changed", actor=dana, subject=f"row {number}")
    seen, href = [], HOME
    while href:
        page = admin.get(href).context
        seen += [row["subject"] for row in page["rows"]]
        last, href = href, page["next_href"]
    assert seen == [f"row {number}" for number in reversed(range(120))]
    before = admin.get(admin.get(last).context["previous_href"]).context
    assert [row["subject"] for row in before["rows"]] == seen[50:100]
    first = admin.get(before["previous_href"]).context
    assert (first["rows"][0]["subject"], first["previous_href"]) == ("row 119", "")


def test_entries_are_found_by_person_kind_and_subject(admin: Client, dana: User, alice: User) -> None:
    audit.record("signed_in", actor=alice, subject=alice.email)
    audit.record("sign_in_failed", actor=None, subject="stranger@nowhere.test")
    audit.record("setting_changed", actor=dana, subject="currency USD")
    assert told(admin, f"?person={alice.pk}") == ["Signed in"]
    assert told(admin, "?person=nobody") == ["Sign-in failed"]
    assert told(admin, "?kind=setting_changed") == ["Setting changed"]
    assert told(admin, "?kind=group:access") == ["Sign-in failed", "Signed in"]
    assert told(admin, "?q=usd") == ["Setting changed"]


def test_entries_about_a_department_are_found_by_its_name(admin: Client, dana: User) -> None:
    departments.save(Department(), {"name": "Sales", "parent": None, "head": None}, actor=dana)
    audit.record("setting_changed", actor=dana, subject="currency USD")
    assert told(admin, "?q=sales") == ["Setting added"]


def test_a_period_is_of_the_readers_calendar_and_has_both_ends(admin: Client, dana: User) -> None:
    audit.record("signed_in", actor=dana)
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    day = {"same": today, "next": today + timedelta(days=2), "before": today - timedelta(days=2)}
    assert told(admin, f"?since={day['before']}&until={day['next']}") == ["Signed in"]
    assert told(admin, f"?since={day['next']}") == []
    assert told(admin, f"?until={day['before']}") == []


@pytest.mark.parametrize(
    "query",
    ["?person=x", "?person=999999999999999999", "?kind=group:odd", "?kind=%00", "?since=x", "?until=0001-01-01",
     "?until=9999-12-31", "?q=%00", "?before=x", "?after=999999999999999999", "?before=0", f"?before={'9' * 40}"],
)  # fmt: skip
def test_an_address_that_means_nothing_is_no_fault(admin: Client, dana: User, query: str) -> None:
    audit.record("signed_in", actor=dana)
    assert admin.get(HOME + query).status_code == 200


def test_an_empty_log_says_what_will_stand_there(admin: Client) -> None:
    assert "Nothing logged yet" in admin.get(HOME).content.decode()
    assert "Nothing found" in admin.get(f"{HOME}?q=x").content.decode()


def test_a_page_asks_as_often_for_many_as_for_few(
    admin: Client, dana: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        departments.save(Department(), {"name": f"D{number}", "parent": None, "head": None}, actor=dana)
    with django_assert_max_num_queries(10):
        admin.get(HOME)


# Export -------------------------------------------------------------------------------------------------------


def test_what_is_filtered_is_exported_and_the_export_is_told(admin: Client, dana: User) -> None:
    audit.record("signed_in", actor=dana, subject=dana.email)
    audit.record("setting_changed", actor=dana, subject="currency USD", data={"changes": {"rate": ["0.92", "-5"]}})
    head, line = exported(admin, kind="setting_changed")
    assert head[1:5] == ["When", "Who", "E-mail", "What"]
    assert line[2:8] == ["Dana", dana.email, "Setting changed", "setting_changed", "currency USD", "Rate: 0.92 → -5"]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.actor, entry.data) == (
        "audit_exported", dana, {"filter": {"kind": "setting_changed"}, "entries": 1},
    )  # fmt: skip


def test_nothing_that_was_typed_becomes_a_formula(admin: Client, dana: User) -> None:
    dana.name = "=cmd|' /C calc'!A0"
    dana.save()
    audit.record("sign_in_failed", actor=dana, subject="@SUM(1+1)*cmd")
    _head, line = exported(admin)
    assert (line[2], line[6]) == ("'=cmd|' /C calc'!A0", "'@SUM(1+1)*cmd")
    assert line[0].isdigit()


def test_an_export_needs_a_post_and_its_token(admin: Client, dana: User) -> None:
    assert admin.get(f"{HOME}export/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dana)
    assert strict.post(f"{HOME}export/").status_code == 403


# Rights, and what cannot be done --------------------------------------------------------------------------------


@pytest.mark.parametrize("may_change_settings", [False, True])
def test_only_administrators_read_it(client: Client, alice: User, may_change_settings: bool) -> None:
    Role.objects.filter(code="manager").update(may_change_settings=may_change_settings)
    client.force_login(alice)
    assert client.get(HOME).status_code == 403
    assert client.post(f"{HOME}export/").status_code == 403
    settings = client.get(reverse("settings")).content.decode()
    assert HOME not in settings
    assert not AuditEntry.objects.exists()


def test_the_settings_lead_administrators_to_it(admin: Client) -> None:
    assert f'href="{HOME}"' in admin.get(reverse("settings")).content.decode()


def test_python_refuses_to_change_or_delete_an_entry(dana: User) -> None:
    entry = audit.record("signed_in", actor=dana)
    entry.subject = "otherwise"
    for act in (
        entry.save, entry.delete, AuditEntry.objects.all().delete, lambda: AuditEntry.objects.update(subject="x"),
        lambda: AuditEntry.objects.bulk_update([entry], ["subject"]),
    ):  # fmt: skip
        with pytest.raises(AppendOnly):
            act()


def test_the_database_refuses_it_too(dana: User) -> None:
    audit.record("signed_in", actor=dana)
    for act in (lambda: AuditEntry._base_manager.update(subject="x"), AuditEntry._base_manager.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert AuditEntry.objects.get().subject == ""
