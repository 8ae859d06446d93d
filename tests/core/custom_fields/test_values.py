"""Which values may an item hold, with which does it begin, and who must give which?"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from segue.core import records
from segue.core.custom_fields import changes, definitions, values
from segue.core.models import CustomField, CustomFieldOption, Item, Stage, User
from segue.core.permissions import Forbidden
from segue.crm import stages
from tests import builders
from tests.core.custom_fields.fields import stored, unstored

GONE = "There is no such field any more."
REQUIRED = "This field is required."
NOT_OFFERED = "Choose one of the offered values."
NOBODY = "What is named here no longer exists."


def refused(actor: User, **custom: Any) -> dict[str, list[str]]:
    """What is said about a new deal with these values."""
    with pytest.raises(ValidationError) as wrong:
        builders.deal(actor, **custom)
    return wrong.value.message_dict


def custom_of(item: Item) -> dict[str, Any]:
    """What the database holds."""
    custom: dict[str, Any] = Item.objects.get(pk=item.pk).custom
    return custom


def stage(code: str) -> Stage:
    return Stage.objects.get(pipeline__item_type="deal", code=code)


# One value, or several


def test_one_value_and_several_are_kept_in_their_shapes(alice: User, dana: User) -> None:
    stored(dana, "string", "ONE")
    stored(dana, "string", "MANY", multiple=True)
    deal = builders.deal(alice, ONE="a", MANY=["b", "c", "b"])
    assert custom_of(deal) == {"ONE": "a", "MANY": ["b", "c"]}


@pytest.mark.parametrize("blank", [None, "", [], {}, ()])
def test_a_blank_value_is_not_kept(alice: User, dana: User, blank: Any) -> None:
    stored(dana, "string", "ONE")
    deal = builders.deal(alice, ONE="a")
    records.change(deal, {"ONE": blank}, actor=alice)
    assert custom_of(deal) == {}


def test_no_and_zero_are_values(alice: User, dana: User) -> None:
    stored(dana, "boolean", "YES")
    stored(dana, "integer", "COUNT")
    assert custom_of(builders.deal(alice, YES=False, COUNT=0)) == {"YES": False, "COUNT": 0}


def test_several_values_have_a_limit(db: None) -> None:
    with pytest.raises(ValidationError, match="At most 1000 values"):
        values.clean(unstored("integer", multiple=True), list(range(1001)))


def test_everything_that_is_wrong_is_said_once(db: None) -> None:
    with pytest.raises(ValidationError) as wrong:
        values.parse(unstored("integer", multiple=True, max=5), ["6", "1.5", "7", "3"])
    assert wrong.value.messages == ["At most 5.", "Enter a whole number."]


def test_yes_or_no_is_never_several(db: None) -> None:
    assert changes.new("deal", "boolean", multiple=True).multiple is False


SHAPES = [("ONE", ["a"]), ("ONE", 5), ("ONE", {"text": "a"}), ("MANY", "a"), ("MANY", [5]), ("MANY", {"a": "b"})]


@pytest.mark.parametrize(("code", "value"), SHAPES)
def test_a_value_of_another_shape_is_refused_at_its_field(alice: User, dana: User, code: str, value: Any) -> None:
    stored(dana, "string", "ONE")
    stored(dana, "string", "MANY", multiple=True)
    assert refused(alice, **{code: value}) == {code: ["This value cannot be read."]}


def test_a_code_that_no_field_has_is_refused(alice: User, dana: User) -> None:
    field = stored(dana, "string", "ONE")
    assert refused(alice, OTHER="a") == {"OTHER": [GONE]}
    CustomField.objects.filter(pk=field.pk).update(deleted_at=timezone.now())
    assert refused(alice, ONE="a") == {"ONE": [GONE]}


def test_fields_of_another_type_are_none_of_this_one(alice: User, dana: User) -> None:
    stored(dana, "string", "ONE", item_type="lead")
    assert refused(alice, ONE="a") == {"ONE": [GONE]}


# What a new item begins with


def test_defaults_are_given_to_new_items_only_where_nothing_else_is(alice: User, dana: User) -> None:
    old = builders.deal(alice)
    stored(dana, "string", "ONE", settings={"default": "a"})
    stored(dana, "integer", "COUNT", settings={"default": "7"})
    assert custom_of(builders.deal(alice, COUNT=8)) == {"ONE": "a", "COUNT": 8}
    assert custom_of(builders.deal(alice, ONE=None, COUNT=None)) == {}
    assert custom_of(old) == {}


def test_a_default_among_several_is_one_of_them(alice: User, dana: User) -> None:
    stored(dana, "string", "MANY", multiple=True, settings={"default": "a"})
    assert custom_of(builders.deal(alice)) == {"MANY": ["a"]}


def test_an_option_may_be_the_default(alice: User, dana: User) -> None:
    field = stored(dana, "list", "SIZE", options=["Small", "Large"])
    large = CustomFieldOption.objects.get(field=field, text="Large")
    changes.save_option(large, {"is_default": True}, actor=dana)
    assert custom_of(builders.deal(alice)) == {"SIZE": large.pk}


def test_yes_may_be_the_default(alice: User, dana: User) -> None:
    stored(dana, "boolean", "YES", settings={"default": True})
    stored(dana, "boolean", "NO")
    assert custom_of(builders.deal(alice)) == {"YES": True}


def test_money_and_exact_numbers_may_be_the_default(alice: User, dana: User) -> None:
    stored(dana, "double", "RATE", settings={"default": "0.1"})
    stored(dana, "money", "FEE", settings={"default": "99.9|EUR"})
    custom = custom_of(builders.deal(alice))
    assert custom == {"RATE": Decimal("0.1"), "FEE": {"amount": Decimal("99.9"), "currency": "EUR"}}


def test_days_and_instants_may_begin_with_now_or_a_fixed_one(alice: User, dana: User) -> None:
    stored(dana, "date", "TODAY", settings={"start": "now"})
    stored(dana, "datetime", "NOW", settings={"start": "now"})
    stored(dana, "date", "FIXED", settings={"start": "fixed", "default": "2026-12-31"})
    stored(dana, "date", "NONE", settings={"default": "2026-12-31"})
    custom = custom_of(builders.deal(alice))
    assert set(custom) == {"TODAY", "NOW", "FIXED"}
    assert (custom["TODAY"], custom["FIXED"]) == (timezone.localdate().isoformat(), "2026-12-31")
    assert (timezone.now() - timedelta(minutes=1)).isoformat()[:19] < custom["NOW"]


# Required


def test_a_required_field_must_be_filled_in(alice: User, dana: User) -> None:
    stored(dana, "string", "ONE", mandatory=True)
    assert refused(alice) == {"ONE": [REQUIRED]}
    deal = builders.deal(alice, ONE="a")
    with pytest.raises(ValidationError):
        records.change(deal, {"ONE": None}, actor=alice)


def test_yes_or_no_is_always_filled_in(alice: User, dana: User) -> None:
    stored(dana, "boolean", "YES", mandatory=True)
    assert builders.deal(alice).pk


def test_a_field_is_required_from_a_stage_on(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    first, *_, last = Stage.objects.filter(pipeline=deal.pipeline, semantics="process").order_by("sort")
    stored(dana, "string", "ONE", mandatory_from=last)
    records.change(deal, {"title": "Still early"}, actor=alice)
    with pytest.raises(ValidationError) as wrong:
        stages.move(deal, last, actor=alice)
    assert wrong.value.message_dict == {"ONE": [REQUIRED]}
    records.change(deal, {"ONE": "a", "stage": last}, actor=alice)
    assert refused(alice, stage=last) == {"ONE": [REQUIRED]}
    assert builders.deal(alice, stage=first).pk


def test_success_needs_it_and_failure_does_not(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    last = Stage.objects.filter(pipeline=deal.pipeline, semantics="process").order_by("sort").last()
    stored(dana, "string", "ONE", mandatory_from=last)
    with pytest.raises(ValidationError):
        stages.move(deal, stage("WON"), actor=alice)
    assert stages.move(deal, stage("LOSE"), actor=alice).stage == stage("LOSE")


def test_a_stage_of_another_pipeline_requires_nothing(alice: User, dana: User) -> None:
    stored(dana, "string", "ONE", mandatory_from=Stage.objects.filter(pipeline__item_type="lead").first())
    assert builders.deal(alice).pk


# Restricted


@pytest.fixture
def secret(dana: User, bob: User) -> CustomField:
    """A required field that Bob and administrators see."""
    field = stored(dana, "string", "SECRET", mandatory=True)
    changes.restrict(field, [bob], [], actor=dana)
    return field


def test_a_required_field_does_not_bind_who_cannot_see_it(alice: User, bob: User, secret: CustomField) -> None:
    assert builders.deal(alice).pk
    assert refused(bob) == {"SECRET": [REQUIRED]}


def test_a_restricted_field_is_none_to_others(alice: User, bob: User, secret: CustomField) -> None:
    assert refused(alice, SECRET="a") == {"SECRET": [GONE]}
    deal = builders.deal(bob, SECRET="a")
    with pytest.raises(ValidationError):
        records.change(deal, {"SECRET": "b"}, actor=alice)


def test_what_others_save_leaves_it_as_it_is(alice: User, bob: User, secret: CustomField) -> None:
    deal = builders.deal(bob, SECRET="a")
    records.change(deal, {"title": "Shop"}, actor=alice)
    assert custom_of(deal) == {"SECRET": "a"}


def test_departments_and_administrators_see_it_too(bob: User, charlie: User, dana: User, secret: CustomField) -> None:
    changes.restrict(secret, [], bob.departments.all(), actor=dana)
    fields = definitions.of_type("deal")
    assert [bool(definitions.seen_by(person, fields)) for person in (bob, dana, charlie)] == [True, True, False]


def test_whoever_has_no_right_to_the_settings_makes_no_fields(alice: User) -> None:
    with pytest.raises(Forbidden):
        stored(alice, "string", "ONE")


# What a value names


def test_a_user_who_is_gone_is_refused(alice: User, bob: User, dana: User) -> None:
    stored(dana, "employee", "WHO")
    bob.is_active = False
    bob.save()
    assert refused(alice, WHO=bob.pk) == {"WHO": [NOBODY]}
    assert refused(alice, WHO=999_999) == {"WHO": [NOBODY]}


def test_an_item_that_is_gone_or_never_was_is_refused(alice: User, dana: User) -> None:
    stored(dana, "crm", "WHAT", multiple=True)
    lead, gone = builders.lead(alice), builders.lead(alice)
    records.delete(gone, actor=dana)
    assert refused(alice, WHAT=[lead.pk, gone.pk]) == {"WHAT": [NOBODY]}
    assert refused(alice, WHAT=[2**62]) == {"WHAT": [NOBODY]}


def test_an_item_that_one_may_not_see_is_refused_as_if_it_did_not_exist(alice: User, charlie: User, dana: User) -> None:
    stored(dana, "crm", "WHAT")
    hidden = builders.lead(alice, open_to_all=False)
    assert refused(charlie, WHAT=hidden.pk) == {"WHAT": [NOBODY]}
    assert custom_of(builders.deal(alice, WHAT=hidden.pk)) == {"WHAT": hidden.pk}


def test_what_is_named_already_may_stay_beside_something_new(alice: User, charlie: User, dana: User) -> None:
    stored(dana, "crm", "WHAT", multiple=True)
    hidden, seen = builders.lead(alice, open_to_all=False), builders.lead(charlie)
    deal = builders.deal(alice, owner=charlie, WHAT=[hidden.pk])
    records.change(deal, {"WHAT": [hidden.pk, seen.pk]}, actor=charlie)
    assert custom_of(deal) == {"WHAT": [hidden.pk, seen.pk]}


def test_only_items_of_the_chosen_types_can_be_named(alice: User, dana: User) -> None:
    stored(dana, "crm", "LEADS")
    stored(dana, "crm", "FIRMS", settings={"types": ["company"]})
    lead, company = builders.lead(alice), builders.company(alice)
    assert refused(alice, LEADS=company.pk, FIRMS=lead.pk) == {"LEADS": [NOT_OFFERED], "FIRMS": [NOT_OFFERED]}
    assert builders.deal(alice, LEADS=lead.pk, FIRMS=company.pk).pk


# What became invalid since


@pytest.fixture
def old(alice: User, bob: User, dana: User) -> Item:
    """A deal whose values could not be chosen any more."""
    sizes = stored(dana, "list", "SIZES", multiple=True, options=["Small", "Large"])
    stored(dana, "employee", "WHO")
    text = stored(dana, "string", "TEXT")
    small = CustomFieldOption.objects.get(field=sizes, text="Small")
    deal = builders.deal(alice, SIZES=[small.pk], WHO=bob.pk, TEXT="a long text")
    changes.save(text, {"settings": {"max_length": "3"}}, actor=dana)
    changes.delete_option(small, actor=dana)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    return deal


def test_old_values_do_not_block_a_save_of_something_else(alice: User, old: Item) -> None:
    saved = records.change(old, {"title": "Shop"} | old.custom, actor=alice)
    assert (saved.title, custom_of(old)) == ("Shop", old.custom)


def test_an_old_option_may_stay_beside_a_new_one(alice: User, old: Item) -> None:
    large = CustomFieldOption.objects.get(text="Large")
    wanted = [*old.custom["SIZES"], large.pk]
    assert records.change(old, {"SIZES": wanted}, actor=alice).custom["SIZES"] == wanted


def test_an_old_option_cannot_be_chosen_anew(alice: User, old: Item) -> None:
    assert refused(alice, SIZES=old.custom["SIZES"]) == {"SIZES": [NOT_OFFERED]}
