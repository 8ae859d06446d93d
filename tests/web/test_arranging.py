"""Does every button of the page that arranges a form do what it says, without scripts too?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import form_view_changes, form_views, item_types, pipelines
from segue.core.custom_fields import changes
from segue.core.models import AuditEntry, Department, FormView, Pipeline, User
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.web.form_data import Reader, errors

FORM = "/deals/form/"
DEAL = item_types.get("deal")


def general() -> str:
    return str(Pipeline.objects.get(item_type="deal", code="general").pk)


def sent(response: Any) -> dict[str, Any]:
    reader = Reader("arrange-form")
    reader.feed(response.content.decode())
    return reader.data


def press(web: Client, *acts: str, address: str = FORM, **typed: Any) -> Any:
    """Open the page, and press these buttons one after the other, as a browser without scripts does."""
    answer: Any = web.get(address)
    for act in acts:
        answer = web.post(address, sent(answer) | typed | {"act": act})
    return answer


def order(answer: Any) -> list[str]:
    """What stands on the page, in order."""
    found: list[str] = sent(answer)["place"]
    return found


def held(user: User) -> form_views.Arrangement:
    """How the form of deals stands for somebody."""
    return form_views.arranged(DEAL, form_views.found(DEAL, general(), user), {})


def test_a_field_goes_up_and_down(web: Client) -> None:
    assert order(press(web, "down:title"))[:3] == ["section:about", "amount", "title"]
    assert order(press(web, "down:title", "up:title"))[:3] == ["section:about", "title", "amount"]


def test_a_field_goes_on_into_the_next_section(web: Client) -> None:
    assert order(press(web, "down:client"))[4:6] == ["section:additional", "client"]
    assert order(press(web, "down:client", "up:client"))[4:6] == ["client", "section:additional"]


@pytest.mark.parametrize("act", ["up:title", "down:utm_source", "up:section:about", "down:section:additional"])
def test_at_the_ends_nothing_moves(web: Client, act: str) -> None:
    assert order(press(web, act)) == order(web.get(FORM))


def test_a_field_is_put_into_another_section(web: Client) -> None:
    answer = press(web, "to:comment:about")
    assert order(answer)[5:7] == ["comment", "section:additional"]
    assert "“Comment” is in “About the deal” now." in answer.content.decode()


def test_a_section_goes_up_with_its_fields(web: Client) -> None:
    found = order(press(web, "up:section:additional"))
    assert (found[0], found[1], found[-5]) == ("section:additional", "deal_type", "title")


def test_a_field_is_hidden_and_shown_again(web: Client) -> None:
    hidden = press(web, "hide:comment")
    assert order(hidden)[-2:] == ["-", "comment"]
    shown = web.post(FORM, sent(hidden) | {"act": "to:comment:about"})
    assert order(shown)[5] == "comment"


def test_a_field_is_renamed(web: Client, alice: User, dana: User) -> None:
    stored(dana, "string", "A", labels={"en": "Budget", "de": ""})
    answer = press(web, "look", **{"name-probability-en": "Chance", "name-A-en": "Plan", "name-amount-en": "Amount"})
    assert "Move Chance up" in answer.content.decode()
    web.post(FORM, sent(answer) | {"act": "save:me"})
    assert FormView.objects.get().names == {"probability": {"en": "Chance"}, "A": {"en": "Plan"}}


@pytest.mark.parametrize("typed", ["", "Probability", "  "])
def test_a_field_gets_its_own_name_back(web: Client, alice: User, typed: str) -> None:
    wanted = {"sections": [], "hidden": [], "names": {"probability": {"en": "Chance"}}}
    form_view_changes.save_personal((DEAL, general()), wanted, actor=alice)
    press(web, "save:me", **{"name-probability-en": typed})
    assert FormView.objects.get().names == {}


def test_a_section_is_hidden_and_shown_again(web: Client, alice: User) -> None:
    hidden = press(web, "fold:additional")
    assert "hidden-additional" in sent(hidden)
    assert "hidden-additional" not in sent(web.post(FORM, sent(hidden) | {"act": "fold:additional"}))
    web.post(FORM, sent(hidden) | {"act": "save:me"})
    deal = builders.deal(alice)
    assert 'name="comment"' not in web.get(f"/deals/{deal.pk}/edit/").content.decode()
    assert "comment" in sent(web.get(FORM))["place"]


def test_what_every_item_needs_cannot_be_hidden(web: Client, dana: User) -> None:
    changes.save(stored(dana, "string", "A"), {"mandatory": True}, actor=dana)
    for name in ("title", "A"):
        assert press(web, f"hide:{name}").status_code == 400


def test_sections_are_added_renamed_and_deleted(web: Client, alice: User) -> None:
    answer = press(web, "add", "to:comment:own1")
    typed = sent(answer) | {"label-own1-en": "Notes"}
    again = web.post(FORM, typed | {"act": "delete:about"})
    assert order(again)[:2] == ["section:additional", "title"]
    assert sent(again)["label-own1-en"] == ["Notes"]
    web.post(FORM, sent(again) | {"act": "save:me"})
    assert [section.label for section in held(alice).sections] == ["Additional", "Notes"]


def test_the_fields_of_a_deleted_section_go_to_the_one_above(web: Client) -> None:
    answer = press(web, "delete:additional")
    assert order(answer)[:6] == ["section:about", "title", "amount", "due_on", "client", "deal_type"]
    assert press(web, "delete:additional", "delete:about").status_code == 400


def test_a_name_that_is_the_standard_stays_the_standard_in_every_language(web: Client, alice: User) -> None:
    press(web, "save:me")
    view = FormView.objects.get()
    assert [section["labels"] for section in view.sections] == [{}, {}]


def test_a_name_in_another_language_is_kept(web: Client, alice: User) -> None:
    wanted = {"sections": [{"code": "about", "labels": {"de": "Fakten"}, "fields": []}], "hidden": []}
    form_view_changes.save_personal((DEAL, general()), wanted, actor=alice)
    press(web, "save:me", **{"label-about-en": "Facts"})
    assert FormView.objects.get().sections[0]["labels"] == {"en": "Facts", "de": "Fakten"}


def test_what_is_typed_outlives_every_button(web: Client) -> None:
    answer = press(web, "down:title", **{"label-about-en": "Facts"})
    assert sent(answer)["label-about-en"] == ["Facts"]


def test_nothing_is_kept_before_it_is_saved(web: Client) -> None:
    press(web, "down:title", "add", "hide:comment")
    assert not FormView.objects.exists()


@pytest.mark.parametrize("act", ["save:me", ""])
def test_one_arranges_the_form_for_oneself(web: Client, alice: User, bob: User, act: str) -> None:
    answer = press(web, "down:title", act, address=f"{FORM}?back=/deals/%3Fq%3Dshop")
    assert (answer.status_code, answer["Location"]) == (303, "/deals/?q=shop")
    assert (held(alice).fields[0], held(bob).fields[0]) == ("amount", "title")


def test_a_reset_gives_ones_own_arrangement_up(web: Client, alice: User) -> None:
    assert "Reset" not in web.get(FORM).content.decode()
    press(web, "down:title", "save:me")
    assert "Reset" in web.get(FORM).content.decode()
    press(web, "reset")
    assert held(alice).fields[0] == "title"


def test_for_everyone_it_is_arranged_with_the_settings_right(admin: Client, alice: User) -> None:
    press(admin, "down:title", "save:all")
    assert held(alice).fields[0] == "amount"
    assert AuditEntry.objects.filter(event="setting_added", subject__startswith="formview").exists()


def test_set_for_all_replaces_what_people_arranged(admin: Client, alice: User) -> None:
    form_view_changes.save_personal((DEAL, general()), {"sections": [], "hidden": ["comment"]}, actor=alice)
    press(admin, "down:title", "save:all", replace="1")
    assert held(alice).hidden == ()


@pytest.mark.parametrize("act", ["save:all", "save:named"])
def test_others_have_no_such_buttons_and_may_not_press_them(web: Client, act: str) -> None:
    assert act not in web.get(FORM).content.decode()
    assert press(web, act, name="Sales").status_code == 403


def test_a_named_view_is_for_whom_it_says(admin: Client, alice: User, charlie: User, sales: Department) -> None:
    answer = press(admin, "down:title", "save:named", name="Sales", departments=[sales.pk])
    assert answer.status_code == 303
    assert (held(alice).fields[0], held(charlie).fields[0]) == ("amount", "title")


def test_a_refused_named_view_keeps_what_was_arranged(admin: Client) -> None:
    answer = press(admin, "down:title", "save:named", name="Sales")
    assert answer.status_code == 422
    assert errors(answer) == ["Choose for whom the view is."]
    assert order(answer)[1] == "amount"
    assert not FormView.objects.exists()


def test_whom_a_view_is_for_outlives_every_button(admin: Client, sales: Department) -> None:
    answer = press(admin, "down:title", name="Sales", departments=[sales.pk], replace="1")
    assert errors(answer) == []
    form = sent(answer)
    assert (form["name"], form["departments"], form["replace"]) == (["Sales"], [str(sales.pk)], ["1"])


def test_the_page_of_a_named_view_begins_with_what_is_stored(admin: Client, dana: User, alice: User) -> None:
    view = FormView(item_type="deal", variant=general())
    kept: dict[str, Any] = {"sections": [], "hidden": []}
    form_view_changes.save_named(view, "Sales", kept, users=[alice], departments=[], actor=dana)
    answer = admin.get(f"{FORM}?view={view.pk}")
    assert errors(answer) == []
    assert (sent(answer)["name"], sent(answer)["users"]) == (["Sales"], [str(alice.pk)])


def test_named_and_common_views_are_changed_from_the_settings(admin: Client, dana: User, alice: User) -> None:
    view = form_view_changes.save_named(
        FormView(item_type="deal", variant=general()),
        "Sales",
        {"sections": [], "hidden": ["comment"]},
        users=[alice],
        departments=[],
        actor=dana,
    )
    listed = admin.get("/settings/form-views/").content.decode()
    assert "Deals – General – Sales" in listed
    press(admin, "to:comment:about", "save:named", address=f"{FORM}?view={view.pk}")
    assert held(alice).fields[4] == "comment"
    assert [*FormView.objects.get().users.all()] == [alice]


def test_a_view_is_deleted_after_one_was_asked(admin: Client, dana: User) -> None:
    view = form_view_changes.save_common((DEAL, general()), {"sections": [], "hidden": []}, actor=dana)
    address = f"/settings/form-views/{view.pk}/delete/"
    assert admin.post(address).status_code == 200
    assert admin.post(address, {"confirm": "1"}).status_code == 303
    assert not FormView.objects.exists()


def test_nobody_reaches_the_personal_view_of_another(admin: Client, alice: User) -> None:
    view = form_view_changes.save_personal((DEAL, general()), {"sections": [], "hidden": []}, actor=alice)
    assert admin.get(f"{FORM}?view={view.pk}").status_code == 404
    assert admin.post(f"/settings/form-views/{view.pk}/delete/", {"confirm": "1"}).status_code == 404


def test_each_pipeline_and_kind_of_lead_has_a_tab(web: Client, dana: User) -> None:
    other = pipelines.add("deal", {"en": "Wholesale", "de": "Großhandel"}, actor=dana)
    assert f"/deals/form/?variant={other.pk}" in web.get(FORM).content.decode()
    assert "/leads/form/?variant=repeat" in web.get("/leads/form/").content.decode()
    assert web.get(f"{FORM}?variant=999").status_code == 404


def test_htmx_gets_the_sections_alone(web: Client) -> None:
    form = sent(web.get(FORM)) | {"act": "down:title"}
    answer = web.post(FORM, form, headers={"HX-Request": "true"}).content.decode()
    assert answer.strip().startswith('<div class="arranger"')
    assert "<html" not in answer


@pytest.mark.parametrize("act", ["fly:title", "up:NONE", "to:comment:none", "delete:none", "hide:none"])
def test_what_is_not_there_cannot_be_moved(web: Client, act: str) -> None:
    assert press(web, act).status_code == 400


def test_the_menu_of_an_item_leads_to_its_form(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    page = web.get(f"/deals/{deal.pk}/").content.decode()
    assert f"/deals/form/?variant={general()}&amp;back=%2Fdeals%2F{deal.pk}%2F" in page


def test_restricted_fields_are_named_to_nobody_else(web: Client, bob: User, dana: User) -> None:
    changes.restrict(stored(dana, "string", "A", labels={"en": "Salary", "de": ""}), [bob], [], actor=dana)
    assert "Salary" not in web.get(FORM).content.decode()
