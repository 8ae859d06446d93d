"""Are settings refused with which a field could never be filled in, and do stored ones stand in nobody's way?"""

import pytest
from django.test import Client

from segue.core.models import CustomField, Item, Stage, User
from tests.web.settings.test_custom_fields import HOME, NAMED, SENT, add, new
from tests.web.test_custom_fields import new as new_item


@pytest.fixture(autouse=True)
def signed_in(client: Client, dana: User) -> None:
    client.force_login(dana)


@pytest.mark.parametrize("decimals", ["5", "50", "65535"])
def test_more_decimals_than_are_kept_are_refused(client: Client, decimals: str) -> None:
    answer = client.post(new("double"), NAMED | {"setting_precision": decimals})
    assert answer.context["form"].errors == {"setting_precision": ["At most 4."]}
    assert add(client, "double", setting_precision="4").settings == {"precision": 4}


def test_a_number_whose_decimals_were_stored_before_there_was_a_limit_can_be_filled_in(client: Client) -> None:
    CustomField.objects.filter(pk=add(client, "double", editable="on").pk).update(settings={"precision": 50})
    assert new_item(client, TRADE_FAIR="1.5").status_code == 303
    assert Item.objects.get().custom == {"TRADE_FAIR": 1.5}


@pytest.mark.parametrize("who", ["users", "departments"])
def test_nobody_has_an_id_that_fits_no_key(client: Client, who: str) -> None:
    answer = client.post(new(), NAMED | {who: "9" * 20})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {who: ["Choose one of the offered values."]}


def test_what_is_required_can_be_edited(client: Client) -> None:
    stage = str(Stage.objects.filter(pipeline__item_type="deal")[0].pk)
    for required in ("always", stage):
        answer = client.post(new(), NAMED | {"required": required})
        assert list(answer.context["form"].errors) == ["editable"]
    assert add(client, required="always", editable="on").mandatory
    assert not add(client, "boolean", label_en="Paid").editable


def test_nobody_is_asked_for_what_cannot_be_edited(client: Client) -> None:
    CustomField.objects.filter(pk=add(client).pk).update(mandatory=True, editable=False)
    assert new_item(client).status_code == 303


@pytest.mark.parametrize(
    ("kind", "setting", "typed", "said"),
    [
        ("string", "size", "201", "At most 200."),
        ("list", "height", "51", "At most 50."),
        ("datetime", "time_zone", "Mars/Olympus", "Choose one of the offered values."),
        ("file", "preview", "huge", "Choose one of the offered values."),
    ],
)
def test_a_setting_that_cannot_be_is_refused_where_it_was_typed(
    client: Client, kind: str, setting: str, typed: str, said: str
) -> None:
    answer = client.post(new(kind), NAMED | SENT.get(kind, {}) | {f"setting_{setting}": typed})
    assert answer.context["form"].errors == {f"setting_{setting}": [said]}


def test_a_fixed_default_is_typed_by_the_clock_of_the_field(client: Client) -> None:
    chosen = {"setting_start": "fixed", "setting_time_zone": "Asia/Tokyo", "setting_default": "2026-12-31T17:30"}
    field = add(client, "datetime", **chosen)
    assert field.settings["default"] == "2026-12-31T08:30:00Z"
    assert 'value="2026-12-31T17:30:00"' in client.get(f"{HOME}{field.pk}/").content.decode()
