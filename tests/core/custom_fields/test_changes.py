"""Are fields and options made, changed, ordered and restricted by whoever may, and does everything leave its entry?"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from segue.core import permissions
from segue.core.custom_fields import changes, definitions, order
from segue.core.models import AuditEntry, CustomField, CustomFieldOption, Department, User
from tests import builders
from tests.core.custom_fields import fields


def made(actor: User, kind: str = "string", code: str = "", **columns: Any) -> CustomField:
    """A field of deals as somebody makes it."""
    given = {"labels": {"en": "Trade fair", "de": "Messe"}} | columns
    return changes.save(changes.new("deal", kind, code=code), given, actor=actor)


def refused(actor: User, kind: str = "string", code: str = "", **columns: Any) -> dict[str, list[str]]:
    """What is said, by name."""
    with pytest.raises(ValidationError) as caught:
        made(actor, kind, code, **columns)
    return caught.value.message_dict


# Codes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "code"),
    [("Trade fair", "TRADE_FAIR"), ("Größe in m²", "GROSSE_IN_M2"), ("3D print", "F_3D_PRINT"), ("展会", "FIELD")],
)
def test_a_code_is_made_from_the_name(dana: User, label: str, code: str) -> None:
    assert changes.proposed_code("deal", {"en": label, "de": label}) == code
    assert made(dana, labels={"en": label, "de": label}).code == code


def test_a_taken_code_gets_a_number(dana: User) -> None:
    assert [made(dana).code for _ in range(3)] == ["TRADE_FAIR", "TRADE_FAIR_2", "TRADE_FAIR_3"]
    assert fields.stored(dana, "string", "TRADE_FAIR", item_type="invoice").code == "TRADE_FAIR"


def test_a_code_of_ones_own_is_taken_once(dana: User) -> None:
    assert made(dana, code="FAIR").code == "FAIR"
    assert refused(dana, code="FAIR") == {"code": ["This code is taken."]}


def test_the_code_of_a_deleted_field_is_not_free_before_its_values_are_gone(dana: User) -> None:
    changes.delete(made(dana, code="FAIR"), actor=dana)
    assert refused(dana, code="FAIR") == {"code": ["This code is taken."]}


@pytest.mark.parametrize("code", ["1A", "_A", "a", "A-B", "Ä", "A" * 44])
def test_an_ill_formed_code_is_refused(dana: User, code: str) -> None:
    assert list(refused(dana, code=code)) == ["code"]


# Columns and settings -----------------------------------------------------------------------------------------


def test_everything_that_is_wrong_is_said_at_once(dana: User) -> None:
    wrong = refused(dana, "double", "1A", labels={"en": " ", "de": ""}, settings={"min": "x", "precision": "-"})
    assert set(wrong) == {"labels", "code", "min", "precision"}
    assert not CustomField.objects.exists()


def test_decimals_of_a_setting_stay_exact_and_are_told(dana: User) -> None:
    field = made(dana, "double", settings={"min": "0.1", "max": "99.95"})
    field.refresh_from_db()
    assert field.settings == {"min": Decimal("0.1"), "max": Decimal("99.95")}
    assert AuditEntry.objects.latest("pk").data["changes"]["settings"] == [None, {"min": "0.1", "max": "99.95"}]


def test_a_change_is_told_from_what_to_what(dana: User) -> None:
    changes.save(made(dana), {"labels": {"en": "Fair", "de": "Messe"}, "in_filter": False}, actor=dana)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.subject) == ("setting_changed", "customfield TRADE_FAIR")
    assert list(entry.data["changes"]) == ["labels"]


def test_whoever_lacks_the_right_changes_nothing(alice: User, dana: User) -> None:
    field = fields.stored(dana, "list", "SIZE", options=("Small", "Large"))
    option = field.options.first()
    assert option is not None
    acts: list[Callable[[], object]] = [
        lambda: changes.save(field, {"in_list": False}, actor=alice),
        lambda: changes.restrict(field, [alice], [], actor=alice),
        lambda: changes.delete(field, actor=alice),
        lambda: changes.do_not_offer(field, "invoice", actor=alice),
        lambda: changes.save_option(option, {"text": "Tiny"}, actor=alice),
        lambda: changes.delete_option(option, actor=alice),
        lambda: order.move(field, 1, actor=alice),
        lambda: order.move_option(option, 1, actor=alice),
    ]
    before = AuditEntry.objects.count()
    for act in acts:
        with pytest.raises(permissions.Forbidden):
            act()
    assert AuditEntry.objects.count() == before


# Order --------------------------------------------------------------------------------------------------------


def codes(item_type: str = "deal") -> list[str]:
    return list(definitions.of_type(item_type))


def test_a_new_field_stands_behind_those_that_are_there(dana: User) -> None:
    for code in "CAB":
        made(dana, code=code)
    order.move(CustomField.objects.get(code="B"), -1, actor=dana)
    made(dana, code="D")
    assert codes() == ["C", "B", "A", "D"]


def test_a_field_moves_among_those_of_its_section(dana: User) -> None:
    for code, section in (("A", "about"), ("B", "additional"), ("C", "about")):
        made(dana, code=code, section=section)
    order.move(CustomField.objects.get(code="C"), -1, actor=dana)
    assert codes() == ["C", "B", "A"]
    assert AuditEntry.objects.latest("pk").event == "setting_moved"


# Who sees it --------------------------------------------------------------------------------------------------


def test_a_field_is_shown_to_people_and_departments(
    dana: User, alice: User, bob: User, charlie: User, sales: Department
) -> None:
    field = made(dana, code="A")
    changes.restrict(field, [charlie], [sales], actor=dana)
    eve = builders.person("Eve")
    seen = {each.name: bool(definitions.seen_by(each, definitions.of_type("deal"))) for each in
            (alice, bob, charlie, dana, eve)}  # fmt: skip
    assert seen == {"Alice": True, "Bob": True, "Charlie": True, "Dana": True, "Eve": False}
    told = AuditEntry.objects.latest("pk").data["changes"]["seen_by"]
    assert told[1] == {"users": ["Charlie"], "departments": ["Sales"]}


def test_a_field_for_nobody_in_particular_is_for_everybody(dana: User, alice: User) -> None:
    field = made(dana, code="A")
    changes.restrict(field, [dana], [], actor=dana)
    changes.restrict(field, [], [], actor=dana)
    field.refresh_from_db()
    assert not field.is_restricted
    assert list(definitions.seen_by(alice, definitions.of_type("deal"))) == ["A"]


def test_a_mark_not_to_offer_is_set_once(dana: User) -> None:
    field = made(dana, code="A")
    for target in ("invoice", "estimate", "invoice"):
        changes.do_not_offer(field, target, actor=dana)
        field.refresh_from_db()
    assert field.not_offered_on == ["estimate", "invoice"]


# Options ------------------------------------------------------------------------------------------------------


def sizes(dana: User, *, multiple: bool = False) -> dict[str, CustomFieldOption]:
    field = fields.stored(dana, "list", "SIZE", multiple=multiple, options=("Small", "Medium", "Large"))
    return {option.text: option for option in field.options.all()}


def test_options_keep_the_order_they_came_in_and_move(dana: User) -> None:
    options = sizes(dana)
    assert list(options) == ["Small", "Medium", "Large"]
    order.move_option(options["Large"], -1, actor=dana)
    assert list(CustomFieldOption.objects.values_list("text", flat=True)) == ["Small", "Large", "Medium"]


@pytest.mark.parametrize(("multiple", "defaults"), [(False, ["Large"]), (True, ["Small", "Large"])])
def test_a_list_of_one_value_has_one_default(dana: User, multiple: bool, defaults: list[str]) -> None:
    options = sizes(dana, multiple=multiple)
    for text in ("Small", "Large"):
        changes.save_option(options[text], {"is_default": True}, actor=dana)
    assert list(CustomFieldOption.objects.filter(is_default=True).values_list("text", flat=True)) == defaults


@pytest.mark.parametrize(("multiple", "begun"), [(False, "Large"), (True, ["Small", "Large"])])
def test_a_new_item_begins_with_what_is_chosen_to_begin_with(
    dana: User, alice: User, multiple: bool, begun: Any
) -> None:
    options = sizes(dana, multiple=multiple)
    for text in ("Small", "Large"):
        changes.save_option(options[text], {"is_default": True}, actor=dana)
    ids = [options[text].pk for text in begun] if multiple else options[begun].pk
    assert builders.deal(alice).custom == {"SIZE": ids}


def test_an_external_id_is_given_once_in_a_list(dana: User) -> None:
    options = sizes(dana)
    changes.save_option(options["Small"], {"external_id": "s"}, actor=dana)
    with pytest.raises(ValidationError) as caught:
        changes.save_option(options["Large"], {"external_id": "s"}, actor=dana)
    assert list(caught.value.message_dict) == ["external_id"]
    other = fields.stored(dana, "list", "OTHER")
    changes.save_option(CustomFieldOption(field=other), {"text": "Small", "external_id": "s"}, actor=dana)


def test_an_option_needs_a_name(dana: User) -> None:
    with pytest.raises(ValidationError) as caught:
        changes.save_option(sizes(dana)["Small"], {"text": " "}, actor=dana)
    assert list(caught.value.message_dict) == ["text"]


@pytest.mark.parametrize("multiple", [False, True])
def test_the_items_that_have_an_option_are_counted(dana: User, alice: User, multiple: bool) -> None:
    options = sizes(dana, multiple=multiple)
    small, large = options["Small"].pk, options["Large"].pk
    for chosen in (small, small, large):
        builders.deal(alice, SIZE=[chosen] if multiple else chosen)
    assert [changes.count_of_option(option) for option in options.values()] == [2, 0, 1]
    assert changes.count_of_values(options["Small"].field) == 3


def test_an_option_is_replaced_only_by_another_of_its_list(dana: User) -> None:
    options = sizes(dana)
    other = fields.stored(dana, "list", "OTHER", options=("Red",)).options.get()
    with pytest.raises(ValidationError) as caught:
        changes.delete_option(options["Small"], actor=dana, replacement=other)
    assert list(caught.value.message_dict) == ["replacement"]
