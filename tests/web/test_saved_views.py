"""Are views kept, shared, changed, pinned and deleted, and does nobody see more by them?"""

from typing import Any

import pytest
from django.test import Client

from segue.core.custom_fields import changes
from segue.core.models import AuditEntry, Department, ListChoice, Role, SavedView, User
from tests import builders
from tests.web.test_lists import names

FILTER = "f=utm_source&o=is&v=fair&sort=-amount"


def save(client: Client, name: str = "Fair", address: str = FILTER, **sent: Any) -> SavedView:
    answer = client.post(f"/deals/views/new/?{address}", {"name": name} | sent)
    assert answer.status_code == 303, answer.content.decode()
    return SavedView.objects.get(name=name)


def tabs(client: Client, address: str = "/deals/") -> list[str]:
    return [str(tab["label"]) for tab in client.get(address).context["head"]["tabs"]]


@pytest.fixture
def two(alice: User) -> None:
    builders.deal(alice, title="Of the fair", utm_source="fair"), builders.deal(alice, title="Other")


@pytest.mark.usefixtures("two")
def test_a_view_holds_filter_and_order(web: Client) -> None:
    view = save(web)
    assert names(web, f"/deals/?view={view.pk}") == ["Of the fair"]
    assert web.get(f"/deals/?view={view.pk}").context["head"]["view"]["is_changed"] is False
    assert view.asked == [["f", "utm_source"], ["o", "is"], ["v", "fair"], ["sort", "-amount"]]


@pytest.mark.usefixtures("two")
def test_what_is_asked_beside_it_counts_instead_and_can_be_kept(web: Client) -> None:
    view = save(web)
    page = web.get(f"/deals/?view={view.pk}&q=other").context
    assert [row["label"] for row in page["rows"]] == ["Other"]
    keep = page["head"]["view"]
    web.post(keep["update_action"], {each["name"]: each["value"] for each in keep["hidden"]})
    view.refresh_from_db()
    assert view.asked == [["q", "other"]]


@pytest.mark.usefixtures("two")
def test_the_last_chip_taken_away_leaves_everything(web: Client) -> None:
    view = save(web, address="f=utm_source&o=is&v=fair")
    chip = web.get(f"/deals/?view={view.pk}").context["head"]["chips"][0]
    assert chip["href"] == f"/deals/?view={view.pk}&q="
    assert len(names(web, chip["href"])) == 2


def test_a_pinned_view_is_a_tab_and_can_be_unpinned(web: Client) -> None:
    view = save(web, pinned="on")
    assert tabs(web) == ["All", "My", "In progress", "Fair"]
    web.post(f"/deals/views/{view.pk}/choose/", {"act": "unpin"})
    assert tabs(web) == ["All", "My", "In progress"]
    web.post("/deals/views/mine/choose/", {"act": "unpin"})
    assert tabs(web) == ["All", "In progress"]


@pytest.mark.usefixtures("two")
def test_a_list_begins_with_the_view_one_chose(web: Client) -> None:
    view = save(web, first="on")
    assert names(web, "/deals/") == ["Of the fair"]
    assert len(names(web, "/deals/?view=all")) == 2
    web.post("/deals/views/all/choose/", {"act": "first"})
    assert len(names(web, "/deals/")) == 2
    web.post(f"/deals/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


@pytest.mark.usefixtures("two")
def test_a_list_whose_first_view_is_gone_begins_with_all(web: Client) -> None:
    view = save(web, first="on")
    web.post(f"/deals/views/{view.pk}/delete/")
    assert len(names(web, "/deals/")) == 2


def test_ones_own_view_is_nobody_elses(web: Client, bob: User) -> None:
    view = save(web)
    web.force_login(bob)
    assert "Fair" not in web.get("/deals/").content.decode()
    for address in (f"/deals/views/{view.pk}/", f"/leads/views/{view.pk}/"):
        assert web.get(address).status_code == 404
    for act in ("update", "delete", "choose"):
        assert web.post(f"/deals/views/{view.pk}/{act}/", {"act": "pin"}).status_code == 404


@pytest.mark.parametrize("whom", ["everyone", "role", "department", "nobody"])
def test_a_shared_view_is_there_for_those_it_is_shared_with(
    client: Client, dana: User, alice: User, sales: Department, whom: str
) -> None:
    client.force_login(dana)
    every: dict[str, dict[str, Any]] = {
        "everyone": {"is_for": "everyone"},
        "role": {"is_for": "some", "roles": Role.objects.get(code="manager").pk},
        "department": {"is_for": "some", "departments": sales.pk},
        "nobody": {"is_for": "me"},
    }
    view = save(client, **every[whom])
    client.force_login(alice)
    assert (str(view.pk) in {each["code"] for each in client.get("/deals/").context["head"]["views"]}) == (
        whom != "nobody"
    )


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("page", ["/deals/", "/deals/board/"])
def test_who_lost_a_view_is_told_that_something_else_is_shown(
    client: Client, dana: User, alice: User, sales: Department, page: str
) -> None:
    client.force_login(dana)
    view = save(client, is_for="some", departments=sales.pk)
    client.force_login(alice)
    assert client.get(f"{page}?view={view.pk}").context["head"]["said"] == ""
    alice.departments.remove(sales)
    said = "This view is not there any more, or not shared with you any more. You see “All” instead."
    assert said in client.get(f"{page}?view={view.pk}").content.decode()
    assert client.get(f"{page}?view={view.pk}&q=fair").context["head"]["said"] == ""


@pytest.mark.usefixtures("two")
def test_nothing_is_done_to_all_that_a_lost_view_would_find(web: Client) -> None:
    answer = web.post("/deals/many/", {"query": "view=4711", "all": "1", "act": "delete"})
    assert answer.status_code == 303
    assert "Nothing was done." in web.get("/deals/").content.decode()


def test_a_filter_of_which_a_part_is_gone_says_so(web: Client) -> None:
    assert "That part is left out" in web.get("/deals/?f=nothing&o=is&v=1").content.decode()
    assert "That part is left out" not in web.get("/deals/?q=fair").content.decode()


def test_every_administrator_can_change_what_somebody_shared_who_left(
    client: Client, dana: User, sales: Department
) -> None:
    client.force_login(dana)
    view, own = save(client, is_for="some", departments=sales.pk), save(client, "Dana's own")
    User.objects.filter(pk=dana.pk).update(is_active=False)
    client.force_login(builders.person("Erik", is_admin=True))
    answer = client.post(f"/deals/views/{view.pk}/", {"name": "Fairs", "is_for": "everyone"})
    view.refresh_from_db()
    assert (answer.status_code, view.name, view.is_for_everyone) == (303, "Fairs", True)
    assert client.get(f"/deals/views/{own.pk}/").status_code == 404


def test_sharing_takes_the_settings_right_and_is_noted(web: Client, dana: User) -> None:
    save(web, is_for="everyone")
    assert not SavedView.objects.get().is_for_everyone
    web.force_login(dana)
    view = save(web, "Of all", is_for="everyone")
    assert AuditEntry.objects.filter(subject=f"savedview {view.pk}").exists()


def test_some_roles_are_at_least_one(client: Client, dana: User) -> None:
    client.force_login(dana)
    answer = client.post(f"/deals/views/new/?{FILTER}", {"name": "Fair", "is_for": "some"})
    assert answer.status_code == 422
    assert "Tick at least one role or department." in answer.content.decode()
    assert not SavedView.objects.exists()


def test_who_reads_a_shared_view_may_not_change_it(web: Client, dana: User, alice: User) -> None:
    web.force_login(dana)
    view = save(web, is_for="everyone")
    web.force_login(alice)
    assert web.get(f"/deals/views/{view.pk}/").status_code == 403
    assert web.post(f"/deals/views/{view.pk}/delete/").status_code == 403
    assert web.post(f"/deals/views/{view.pk}/choose/", {"act": "pin"}).status_code == 303


def test_a_shared_view_widens_nothing(web: Client, alice: User, charlie: User, dana: User) -> None:
    field = changes.save(
        changes.new("deal", "integer", code="SECRET"), {"labels": {"en": "Secret"}, "in_filter": True}, actor=dana
    )
    changes.restrict(field, [dana], [], actor=dana)
    builders.deal(alice, title="Mine"), builders.deal(charlie, title="His")
    web.force_login(dana)
    view = save(web, address="f=SECRET&o=blank&v=&sort=SECRET", is_for="everyone")
    web.post(
        f"/deals/columns/?view={view.pk}",
        {"column": ["title", "SECRET"], "shown": ["title", "SECRET"], "act": "save:view"},
    )
    web.force_login(alice)
    page = web.get(f"/deals/?view={view.pk}")
    assert [row["label"] for row in page.context["rows"]] == ["Mine"]
    assert "Secret" not in page.content.decode()


def test_a_name_is_needed_and_only_once(web: Client) -> None:
    save(web)
    assert web.post("/deals/views/new/", {"name": "Fair"}).status_code == 422
    assert web.post("/deals/views/new/", {"name": "  "}).status_code == 422
    assert web.post("/deals/views/new/", {"name": "x" * 61}).status_code == 422


def test_a_view_is_renamed(web: Client) -> None:
    view = save(web)
    assert 'value="Fair"' in web.get(f"/deals/views/{view.pk}/").content.decode()
    assert web.post(f"/deals/views/{view.pk}/", {"name": "Spring fair"}).status_code == 303
    view.refresh_from_db()
    assert view.name == "Spring fair"


# Columns --------------------------------------------------------------------------------------------------------


def headings(client: Client, address: str = "/deals/") -> list[str]:
    return [str(each["label"]) for each in client.get(address).context["columns"]]


def choose(client: Client, *shown: str, address: str = "", act: str = "save:me") -> None:
    sent = {"column": list(shown), "shown": list(shown), "act": act}
    assert client.post(f"/deals/columns/?{address}", sent).status_code == 303


def test_columns_are_chosen_and_put_in_order(web: Client, alice: User) -> None:
    builders.deal(alice, probability=20)
    choose(web, "probability", "title", "created_by")
    assert headings(web) == ["Probability", "Name", "Created by"]
    assert [cell["text"] for cell in web.get("/deals/").context["rows"][0]["cells"]] == [
        "20",
        "Website relaunch",
        "Alice",
    ]
    choose(web, act="reset")
    assert headings(web)[:3] == ["Name", "Stage", "Amount"]


def test_the_name_stays_whatever_is_chosen(web: Client) -> None:
    choose(web, "probability")
    assert headings(web) == ["Name", "Probability"]


def test_columns_for_all_hold_where_nobody_chose(web: Client, dana: User, alice: User) -> None:
    web.force_login(dana)
    choose(web, "title", "source", act="save:all")
    web.force_login(alice)
    assert headings(web) == ["Name", "Source"]
    choose(web, "title", "owner")
    assert headings(web) == ["Name", "Responsible"]
    assert web.post("/deals/columns/", {"column": "title", "act": "save:all"}).status_code == 403
    assert ListChoice.objects.get(owner=None).columns == ["title", "source"]


def test_a_column_moves_and_nothing_is_kept_yet(web: Client) -> None:
    page = web.post("/deals/columns/", {"column": ["title", "stage"], "shown": ["stage"], "act": "up:stage"})
    assert [each["name"] for each in page.context["columns"]][:2] == ["stage", "title"]
    assert not ListChoice.objects.exists()


@pytest.mark.parametrize("slug", list(builders.BY_SLUG))
def test_every_column_can_be_shown(web: Client, alice: User, slug: str) -> None:
    builders.BY_SLUG[slug](alice)
    every = [each["name"] for each in web.get(f"/{slug}/columns/").context["columns"]]
    for at in range(0, len(every), 30):
        web.post(f"/{slug}/columns/", {"column": every, "shown": every[at : at + 30], "act": "save:me"})
        assert len(web.get(f"/{slug}/").context["rows"]) == 1


def test_a_page_has_as_many_rows_as_one_likes(web: Client, alice: User) -> None:
    for _ in range(21):
        builders.deal(alice)
    assert len(names(web, "/deals/?size=20")) == 20
    assert len(names(web, "/deals/?size=19")) == 21
    assert "size=20" in web.get("/deals/?size=20").context["next_href"]
