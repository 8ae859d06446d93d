"""Can fields of one's own be added, changed, ordered and deleted on their pages, and what is refused where?"""

from typing import Any

import pytest
from django.test import Client

from segue.core.custom_fields import kinds
from segue.core.models import AuditEntry, CustomField, Department, Item, Stage, User
from tests import builders
from tests.core.custom_fields import fields
from tests.web.settings import pages

HOME = "/settings/custom-fields/"
NAMED = {"label_en": "Trade fair", "label_de": "Messe", "section": "additional"}
# What a browser sends of the settings of a kind that nobody touched, where a choice is always sent.
SENT: dict[str, dict[str, Any]] = {
    "boolean": {"setting_display": "checkbox"},
    "date": {"setting_start": ""},
    "datetime": {"setting_start": "", "setting_time_zone": ""},
    "money": {"setting_default_currency": "EUR"},
    "url": {"setting_new_tab": "on"},
    "address": {"setting_show_map": "on"},
    "list": {"setting_display": "list", "setting_show_none": "on"},
    "file": {"setting_preview": "medium"},
    "directory": {"setting_directory": "SOURCE"},
}
LONG, EVIL = "x" * 5000, "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def signed_in(client: Client, dana: User) -> None:
    client.force_login(dana)


def new(kind: str = "string", item_type: str = "deal", **more: str) -> str:
    """The address of the second step."""
    asked = {"type": item_type, "kind": kind} | more
    return f"{HOME}new/?" + "&".join(f"{name}={value}" for name, value in asked.items())


def add(client: Client, kind: str = "string", **typed: Any) -> CustomField:
    answer = client.post(new(kind), NAMED | SENT.get(kind, {}) | typed)
    assert answer.status_code == 303, answer.context["form"].errors
    return CustomField.objects.latest("pk")


def change(client: Client, field: CustomField, **typed: Any) -> Any:
    """Save the form of a field as it is shown, but for what is typed."""
    form = client.get(f"{HOME}{field.pk}/").context["form"]
    shown = {bound.name: bound.value() for bound in form if bound.value() not in (None, False)}
    return client.post(f"{HOME}{field.pk}/", shown | typed)


# Adding -------------------------------------------------------------------------------------------------------


def test_first_type_and_kind_are_chosen(client: Client) -> None:
    page = client.get(f"{HOME}new/?type=deal").content.decode()
    assert page.count('name="kind"') == len(kinds.KINDS)
    assert "None of this can be changed later." in page


@pytest.mark.parametrize(
    "query", ["", "?type=deal", "?type=planet&kind=string", "?type=deal&kind=planet", "?kind=list"]
)
def test_without_a_type_and_a_kind_that_exist_one_chooses_again(client: Client, query: str) -> None:
    answer = client.get(f"{HOME}new/{query}")
    assert answer.status_code == 200
    assert "pages/settings/field_kind.html" in [each.name for each in answer.templates]


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_field_of_every_kind_is_added_and_told(client: Client, dana: User, kind: str) -> None:
    assert client.get(new(kind)).status_code == 200
    field = add(client, kind)
    assert (field.item_type, field.kind, field.code, field.settings) == ("deal", kind, "TRADE_FAIR", {})
    entry = AuditEntry.objects.filter(event="setting_added").latest("pk")
    assert (entry.actor, entry.data["changes"]["kind"]) == (dana, [None, kind])
    assert "Trade fair" in client.get(f"{HOME}deals/").content.decode()


@pytest.mark.parametrize(("kind", "multiple"), [("string", True), ("list", True), ("boolean", False)])
def test_several_values_are_chosen_in_the_first_step(client: Client, kind: str, multiple: bool) -> None:
    sent = NAMED | SENT.get(kind, {})
    assert client.post(new(kind, multiple="1"), sent).status_code == 303
    assert CustomField.objects.get().multiple is multiple


def test_a_code_is_proposed_while_the_name_is_typed(client: Client, dana: User) -> None:
    fields.stored(dana, "string", "TRADE_FAIR")
    told = client.get(f"{HOME}code/", {"type": "deal", "label_en": "Trade fair"}).content.decode()
    assert "Left blank, it becomes TRADE_FAIR_2." in told


def test_a_code_of_ones_own_is_written_in_capitals(client: Client) -> None:
    assert add(client, code="fair_2026").code == "FAIR_2026"


def test_one_name_serves_both_languages(client: Client) -> None:
    field = add(client, label_en="", help_de="Nur Messen")
    assert field.labels == {"en": "Messe", "de": "Messe"}
    assert field.help_texts == {"en": "Nur Messen", "de": "Nur Messen"}
    assert (field.error_texts, field.list_labels, field.filter_labels) == ({}, {}, {})


def test_everything_that_is_typed_is_stored(client: Client, alice: User, sales: Department) -> None:
    stage = Stage.objects.get(pipeline__code="general", pipeline__item_type="deal", code="PREPARATION")
    typed: dict[str, Any] = {
        "section": "about", "required": str(stage.pk), "show_always": "on", "in_filter": "on", "editable": "on",
        "external_id": "X", "users": [alice.pk], "departments": [sales.pk], "not_offered_on": ["invoice"],
        "list_en": "Fair", "filter_en": "Which fair", "error_en": "Name a fair.",
    }  # fmt: skip
    field = add(client, **typed)
    assert (field.section, field.mandatory, field.mandatory_from) == ("about", False, stage)
    assert (field.show_always, field.in_list, field.in_filter, field.editable) == (True, False, True, True)
    assert (field.external_id, field.not_offered_on, field.is_restricted) == ("X", ["invoice"], True)
    assert ([*field.users.all()], [*field.departments.all()]) == ([alice], [sales])
    assert (field.list_label, field.filter_label, field.error_text) == ("Fair", "Which fair", "Name a fair.")


def test_the_options_of_a_list_come_one_a_line(client: Client) -> None:
    field = add(client, "list", options="Small\r\n\r\n  Large \nSmall\n")
    assert list(field.options.values_list("text", flat=True)) == ["Small", "Large"]


SETTINGS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("string", {"setting_default": "a\r\nb", "setting_rows": "3", "setting_max_length": "10"},
     {"default": "a\nb", "rows": 3, "max_length": 10}),
    ("integer", {"setting_min": "1", "setting_max": "1,000"}, {"min": 1, "max": 1000}),
    ("boolean", {"setting_default": "on", "setting_display": "radio", "setting_yes": "Sure"},
     {"default": True, "display": "radio", "yes": "Sure"}),
    ("date", {"setting_start": "fixed", "setting_default": "2026-12-31"}, {"start": "fixed", "default": "2026-12-31"}),
    ("money", {"setting_default": "12", "setting_default_currency": "USD"},
     {"default": {"amount": 12, "currency": "USD"}}),
    ("url", {"setting_default": "example.com", "setting_new_tab": ""},
     {"default": "https://example.com", "new_tab": False}),
    ("crm", {"setting_types": ["deal", "contact"]}, {"types": ["deal", "contact"]}),
    ("directory", {"setting_directory": "INDUSTRY"}, {"directory": "INDUSTRY"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "stored"), SETTINGS)
def test_settings_of_a_kind_are_stored_and_shown_again(
    client: Client, kind: str, typed: dict[str, Any], stored: dict[str, Any]
) -> None:
    field = add(client, kind, **typed)
    assert field.settings == stored
    before = AuditEntry.objects.count()
    assert change(client, field).status_code == 303
    assert AuditEntry.objects.count() == before


def test_numbers_and_instants_are_read_and_shown_as_the_reader_writes_them(client: Client, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(language="de")
    number = add(client, "double", setting_min="1.234,5")
    moment = add(client, "datetime", setting_start="fixed", setting_default="2026-07-01T10:30")
    shown = [client.get(f"{HOME}{field.pk}/").context["form"] for field in (number, moment)]
    assert (shown[0]["setting_min"].value(), shown[1]["setting_default"].value()) == ("1234,5", "2026-07-01T10:30:00")


# Refusals -----------------------------------------------------------------------------------------------------

REFUSED: list[tuple[str, dict[str, Any], set[str]]] = [
    ("string", {"label_en": " ", "label_de": ""}, {"label_en"}),
    ("string", {"label_en": "x" * 61}, {"label_en"}),
    ("string", {"label_en": "a\x00b"}, {"label_en"}),
    ("string", {"code": "1A"}, {"code"}),
    ("string", {"code": "A" * 44}, {"code"}),
    ("string", {"section": "cellar"}, {"section"}),
    ("string", {"required": "999999"}, {"required"}),
    ("string", {"users": ["999999"]}, {"users"}),
    ("string", {"departments": ["x"]}, {"departments"}),
    ("string", {"not_offered_on": ["lead"]}, {"not_offered_on"}),
    ("string", {"help_en": "x" * 501}, {"help_en"}),
    ("string", {"external_id": "x" * 256}, {"external_id"}),
    ("string", {"setting_rows": "many", "setting_pattern": "("}, {"setting_rows", "setting_pattern"}),
    ("string", {"setting_default": "abc", "setting_max_length": "2"}, {"setting_default"}),
    ("string", {"code": "1A", "setting_rows": "many"}, {"code", "setting_rows"}),
    ("double", {"setting_min": "5", "setting_max": "1"}, {"setting_max"}),
    ("double", {"setting_default": "abc"}, {"setting_default"}),
    ("date", {"setting_start": "fixed", "setting_default": "31.02.2026"}, {"setting_default"}),
    ("money", {"setting_default": "1", "setting_default_currency": "ZZZ"}, {"setting_default_currency"}),
    ("url", {"setting_default": "ftp://example.com"}, {"setting_default"}),
    ("boolean", {"setting_display": "lamp"}, {"setting_display"}),
    ("crm", {"setting_types": ["planet"]}, {"setting_types"}),
    ("directory", {"setting_directory": "MOON"}, {"setting_directory"}),
    ("list", {"options": "x" * 256}, {"options"}),
    ("list", {"options": "\n".join(map(str, range(501)))}, {"options"}),
]


@pytest.mark.parametrize(("kind", "wrong", "names"), REFUSED)
def test_wrong_input_is_refused_beside_its_field_and_nothing_is_lost(
    client: Client, kind: str, wrong: dict[str, Any], names: set[str]
) -> None:
    answer = client.post(new(kind), NAMED | SENT.get(kind, {}) | {"error_de": "Bitte anders"} | wrong)
    assert set(pages.errors(answer)) == names
    assert "Bitte anders" in answer.content.decode()
    assert not CustomField.objects.exists()


def test_a_taken_code_is_refused_beside_it(client: Client) -> None:
    add(client, code="FAIR")
    assert list(pages.errors(client.post(new(), NAMED | {"code": "FAIR"}))) == ["code"]


def test_what_is_too_long_or_odd_is_refused_and_kept(client: Client) -> None:
    form = client.get(new()).context["form"]
    answer = client.post(new(), dict.fromkeys(form.fields, LONG))
    assert pages.errors(answer)
    assert LONG in answer.content.decode()


def test_a_name_is_shown_as_it_was_typed_and_never_executed(client: Client) -> None:
    field = add(client, label_en=EVIL, options=EVIL, help_en=EVIL)
    for address in (f"{HOME}deals/", f"{HOME}{field.pk}/", f"{HOME}{field.pk}/delete/"):
        assert EVIL not in client.get(address).content.decode()


# Changing -----------------------------------------------------------------------------------------------------


def test_a_field_is_changed_and_told_from_what_to_what(client: Client) -> None:
    field = add(client)
    assert change(client, field, label_en="Exhibition", required="always", editable="on").status_code == 303
    field.refresh_from_db()
    assert (field.label, field.mandatory) == ("Exhibition", True)
    told = AuditEntry.objects.filter(event="setting_changed").latest("pk").data["changes"]
    assert told["mandatory"] == [False, True]
    assert all(before != after for before, after in told.values())


def test_code_kind_and_type_cannot_be_smuggled_in(client: Client) -> None:
    field = add(client)
    smuggled = {"code": "OTHER", "kind": "list", "item_type": "lead", "multiple": "1", "type": "lead"}
    assert change(client, field, **smuggled).status_code == 303
    field.refresh_from_db()
    assert (field.code, field.kind, field.item_type, field.multiple) == ("TRADE_FAIR", "string", "deal", False)


def test_marks_not_to_offer_are_shown_and_cleared(client: Client) -> None:
    field = add(client, not_offered_on=["invoice", "estimate"])
    form = client.get(f"{HOME}{field.pk}/").context["form"]
    assert form["not_offered_on"].value() == ["invoice", "estimate"]
    assert change(client, field, not_offered_on=["estimate"]).status_code == 303
    field.refresh_from_db()
    assert field.not_offered_on == ["estimate"]


def test_who_left_still_sees_it_when_somebody_saves(client: Client, alice: User) -> None:
    field = add(client, users=[alice.pk])
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert change(client, field, users=[alice.pk]).status_code == 303
    assert list(field.users.all()) == [alice]


def labels(client: Client) -> list[str]:
    return [row["label"] for group in client.get(f"{HOME}deals/").context["groups"] for row in group["rows"]]


def test_fields_stand_by_section_and_move_by_a_plain_post(client: Client) -> None:
    for label, section in (("A", "additional"), ("B", "additional"), ("C", "about")):
        field = add(client, label_en=label, section=section)
    assert labels(client) == ["C", "A", "B"]
    last = CustomField.objects.get(code="B")
    answer = client.post(f"{HOME}{last.pk}/up/")
    assert (answer.status_code, answer["Location"]) == (303, f"{HOME}deals/")
    assert labels(client) == ["C", "B", "A"]
    client.post(f"{HOME}{field.pk}/down/")
    assert labels(client) == ["C", "B", "A"]


def test_the_list_says_what_holds_for_a_field(client: Client, dana: User) -> None:
    add(client, "list", in_list="on", in_filter="on", required="always", editable="on", users=[dana.pk])
    [group] = client.get(f"{HOME}deals/").context["groups"]
    said = group["rows"][0]["note"]
    assert [word in said for word in ("List", "TRADE_FAIR", "required", "in lists", "in filters", "restricted")] == [
        True
    ] * 6


# Deleting -----------------------------------------------------------------------------------------------------


def test_a_field_is_deleted_after_a_question_that_counts(
    client: Client, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    field = add(client)
    deals = [builders.deal(alice, TRADE_FAIR="Hanover") for _ in range(2)]
    question = client.post(f"{HOME}{field.pk}/delete/").content.decode()
    assert "2 items have a value in it, which will be lost." in question
    assert CustomField.objects.get().deleted_at is None
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{HOME}{field.pk}/delete/", {"confirm": "1"}).status_code == 303
    assert [item.custom for item in Item.objects.filter(pk__in=[deal.pk for deal in deals])] == [{}, {}]
    assert not CustomField.objects.exists()


def test_a_deleted_field_is_gone_from_its_pages_at_once(client: Client) -> None:
    field = add(client)
    client.post(f"{HOME}{field.pk}/delete/", {"confirm": "1"})
    assert labels(client) == []
    assert client.get(f"{HOME}{field.pk}/").status_code == 404


# From the form of an item -------------------------------------------------------------------------------------


def test_every_section_of_the_form_offers_a_field_to_holders_of_the_right(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    page = client.get(f"/deals/{deal.pk}/edit/")
    offers = [section["create_field"] for section in page.context["sections"] if "create_field" in section]
    back = f"back=%2Fdeals%2F{deal.pk}%2Fedit%2F"
    assert offers == [f"{HOME}new/?type=deal&section={section}&{back}" for section in ("about", "additional")]
    client.force_login(alice)
    assert "Create field" not in client.get(f"/deals/{deal.pk}/edit/").content.decode()


def test_one_comes_back_to_the_form_with_the_field_in_that_section(client: Client) -> None:
    first = client.get(f"{HOME}new/?type=deal&section=about&back=/deals/new/").content.decode()
    assert '<input type="hidden" name="back" value="/deals/new/">' in first
    answer = client.post(new(section="about", back="/deals/new/"), NAMED | {"section": "about"})
    assert (answer.status_code, answer["Location"]) == (303, "/deals/new/")
    assert client.get(new(section="about")).context["form"]["section"].value() == "about"


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_one_never_comes_back_to_a_foreign_place(client: Client, back: str) -> None:
    assert client.post(new(back=back), NAMED)["Location"] == f"{HOME}deals/"
