"""The steps of an import in the browser: the file, which column is what, a trial, the import."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from segue.core import files, jobs
from segue.core.models import Item, Job, User
from segue.crm.models import Contact
from segue.importers import run
from segue.importers.models import Import, Mapping
from tests import builders
from tests.core.custom_fields.fields import stored

pytestmark = pytest.mark.django_db
PEOPLE = "First name;Last name;E-mail\nEva;Adler;eva@example.com\nJan;Born;jan@example.com\n"


@pytest.fixture(autouse=True)
def may_import(db: None) -> None:
    for code in builders.MAKERS:
        builders.give_right("import", code, "all")


def send(web: Client, text: str | bytes = PEOPLE, *, slug: str = "contacts", name: str = "people.csv") -> Any:
    content = text.encode() if isinstance(text, str) else text
    return web.post(f"/{slug}/import/", {"file": SimpleUploadedFile(name, content)})


def fields(about: Import, **more: str) -> dict[str, str]:
    """What the form of the mapping sends when nothing was touched."""
    found = {f"column-{place}": name for place, name in enumerate(about.mapping)}
    return found | {"has_head": "1", "style": "en", "duplicates": "allow", "key": "", "owner": ""} | more


def work() -> None:
    """Let a worker do what waits."""
    for pk in Job.objects.filter(state="waiting").values_list("pk", flat=True):
        jobs.run(pk)


def post(web: Client, address: str, data: dict[str, str] | None = None) -> Any:
    answer = web.post(address, data or {})
    work()
    return answer


def sent(web: Client, text: str = PEOPLE) -> Import:
    send(web, text)
    return Import.objects.latest("pk")


def test_a_file_leads_to_its_columns(web: Client) -> None:
    answer = send(web)
    assert answer.status_code == 303
    page = web.get(answer["Location"]).content.decode()
    assert "eva@example.com · jan@example.com" in page


def test_looking_at_the_columns_again_reads_no_file_again(web: Client) -> None:
    about = sent(web)
    stored = files.path_of(about.blob.sha256)
    away = stored.rename(stored.with_suffix(".away"))
    assert "eva@example.com" in web.get(f"/contacts/import/{about.pk}/").content.decode()
    away.rename(stored)


def test_columns_are_guessed_in_both_languages(web: Client) -> None:
    about = sent(web, "Vorname;Nachname;E-Mail;Mobil;PLZ;xyz\nEva;Adler;a@b.de;1;2;3\n")
    assert about.mapping == ["first_name", "last_name", "email", "phone_mobile", "postal_code", ""]


@pytest.mark.parametrize("slug", builders.BY_SLUG)
def test_every_column_of_the_template_is_known_again(web: Client, slug: str) -> None:
    head = b"".join(web.get(f"/{slug}/import/template/"))
    answer = send(web, head.decode("utf-8-sig") + ";" * 5, slug=slug)
    assert answer.status_code == 303
    assert [name for name in Import.objects.latest("pk").mapping if not name] == []


@pytest.mark.parametrize(("language", "separator"), [("en", ","), ("de", ";")])
def test_the_template_opens_in_the_spreadsheets_of_its_language(
    web: Client, alice: User, language: str, separator: str
) -> None:
    User.objects.filter(pk=alice.pk).update(language=language)
    head = b"".join(web.get("/contacts/import/template/")).decode("utf-8-sig")
    assert len(head.split(separator)) > 20


def test_the_trial_writes_nothing_and_the_import_does(web: Client) -> None:
    about = sent(web)
    answer = post(web, f"/contacts/import/{about.pk}/", fields(about, act="trial"))
    assert (answer["Location"], Contact.objects.count()) == (f"/contacts/import/{about.pk}/trial/", 0)
    assert "2 new" in web.get(answer["Location"]).content.decode()
    post(web, f"/contacts/import/{about.pk}/start/")
    assert Contact.objects.count() == 2


def test_an_import_begins_once(web: Client) -> None:
    about = sent(web)
    post(web, f"/contacts/import/{about.pk}/", fields(about, act="trial"))
    for _press in range(2):
        post(web, f"/contacts/import/{about.pk}/start/")
    assert Job.objects.filter(kind="import").count() == 1


def test_nothing_begins_without_a_trial(web: Client) -> None:
    about = sent(web)
    post(web, f"/contacts/import/{about.pk}/start/")
    assert not Item.objects.exists()


def test_a_way_of_reading_that_nobody_tried_brings_nothing_in(web: Client) -> None:
    about = sent(web)
    post(web, f"/contacts/import/{about.pk}/", fields(about, act="trial"))
    post(web, f"/contacts/import/{about.pk}/", fields(about, act="keep", keep_as="mine") | {"column-0": "position"})
    answer = post(web, f"/contacts/import/{about.pk}/start/")
    assert (answer["Location"], Item.objects.count()) == (f"/contacts/import/{about.pk}/", 0)
    assert "Try it out first" in web.get(answer["Location"]).content.decode()


def test_a_file_that_comes_in_is_read_in_one_way_to_its_end(web: Client) -> None:
    about = sent(web)
    post(web, f"/contacts/import/{about.pk}/", fields(about, act="trial"))
    started = web.post(f"/contacts/import/{about.pk}/start/")
    answer = post(web, f"/contacts/import/{about.pk}/", fields(about, act="trial") | {"column-0": "position"})
    assert answer["Location"] == started["Location"]
    assert sorted(Contact.objects.values_list("first_name", flat=True)) == ["Eva", "Jan"]


def test_a_trial_that_was_asked_for_twice_runs_once(web: Client) -> None:
    about = sent(web)
    for _press in range(2):
        web.post(f"/contacts/import/{about.pk}/", fields(about, act="trial"))
    assert Job.objects.filter(kind="import_trial").count() == 1


def test_a_file_that_was_taken_back_can_be_mapped_anew_and_come_in(web: Client) -> None:
    about = sent(web)
    for _time in range(2):
        assert web.get(f"/contacts/import/{about.pk}/").status_code == 200
        post(web, f"/contacts/import/{about.pk}/", fields(about, act="trial"))
        started = post(web, f"/contacts/import/{about.pk}/start/")
        post(web, f"{started['Location']}undo/")
    page = web.get("/contacts/import/").content.decode()
    assert ("Taken back" in page, f'href="/contacts/import/{about.pk}/"' in page) == (True, True)
    assert Job.objects.filter(kind="import", done=2).count() == 2


def test_the_trial_shows_line_and_reason(web: Client) -> None:
    about = sent(web, "Last name;E-mail\nAdler;no mail\n")
    post(web, f"/contacts/import/{about.pk}/", fields(about, act="trial"))
    page = web.get(f"/contacts/import/{about.pk}/trial/").content.decode()
    assert "Line 2" in page
    assert "E-mail: “no mail” is not an e-mail address." in page


def test_no_column_at_all_is_said(web: Client) -> None:
    about = sent(web)
    nothing = dict.fromkeys((f"column-{place}" for place in range(3)), "")
    answer = web.post(f"/contacts/import/{about.pk}/", fields(about, act="trial") | nothing)
    assert (answer.status_code, "at least one column" in answer.content.decode()) == (422, True)


def test_what_nobody_knows_is_made_where_it_is_ticked(web: Client) -> None:
    send(web, "Name;Client: company\nOne;Adler AG\n", slug="deals")
    about = Import.objects.get()
    assert "Create companies and contacts" in web.get(f"/deals/import/{about.pk}/").content.decode()
    post(web, f"/deals/import/{about.pk}/", fields(about, act="trial", makes="1"))
    assert "checked" in web.get(f"/deals/import/{about.pk}/").content.decode().split('name="makes"')[1][:200]
    post(web, f"/deals/import/{about.pk}/start/")
    assert [*Item.objects.order_by("pk").values_list("title", flat=True)] == ["Adler AG", "One"]


def test_who_may_add_none_is_not_asked(web: Client) -> None:
    builders.take_right_away("add", "company", "contact")
    send(web, "Name\nOne\n", slug="deals")
    assert "Create companies" not in web.get(f"/deals/import/{Import.objects.get().pk}/").content.decode()


@pytest.mark.parametrize(("mark", "style"), [(",", "segue"), (";", "segue_de"), ("\t", "segue")])
def test_our_own_export_is_read_as_such(web: Client, mark: str, style: str) -> None:
    send(web, "ID;Name;Stage;Stage (code)\n1;One;New;NEW\n".replace(";", mark), slug="deals")
    about = Import.objects.get()
    assert (about.options["style"], about.options["key"], about.mapping) == (style, "id", ["id", "title", "", "stage"])
    web.post(f"/deals/import/{about.pk}/", fields(about, act="keep", keep_as="Ours", style="segue", key="id"))
    send(web, "ID;Name;Stage;Stage (code)\n1;One;New;NEW\n", slug="deals")
    assert Import.objects.latest("pk").options["style"] == "segue_de"


def test_two_columns_of_one_field_are_said(web: Client) -> None:
    about = sent(web)
    answer = web.post(f"/contacts/import/{about.pk}/", fields(about, act="trial") | {"column-0": "last_name"})
    assert (answer.status_code, "Only one column" in answer.content.decode()) == (422, True)


def test_a_key_that_no_column_holds_is_said(web: Client) -> None:
    about = sent(web)
    answer = web.post(f"/contacts/import/{about.pk}/", fields(about, act="trial", key="id"))
    assert (answer.status_code, "No column is this field." in answer.content.decode()) == (422, True)


def test_by_what_items_may_be_the_same_is_ticked_where_something_is_done_about_them(web: Client) -> None:
    about = sent(web)
    answer = web.post(f"/contacts/import/{about.pk}/", fields(about, act="trial", duplicates="skip"))
    assert answer.status_code == 422
    assert answer.context["criteria_error"] == "Tick at least one."
    assert not any(each["checked"] for each in answer.context["criteria"])
    assert web.post(f"/contacts/import/{about.pk}/", fields(about, act="trial", duplicates="allow")).status_code == 303


def test_a_separator_can_be_chosen(web: Client) -> None:
    about = sent(web)
    web.post(f"/contacts/import/{about.pk}/", fields(about, act="update", separator=","))
    about.refresh_from_db()
    assert (about.notation["separator"], len(about.mapping)) == (",", 1)


def test_what_was_chosen_stays_when_the_file_is_read_another_way(web: Client) -> None:
    about = sent(web, "Last name;Straße;x\nAdler;a;b\n")
    chosen = {"column-0": "position", "column-2": "city", "encoding": "cp1252", "separator": ";"}
    for _press in range(2):
        web.post(f"/contacts/import/{about.pk}/", fields(about, act="update") | chosen)
        about.refresh_from_db()
        assert (about.notation["encoding"], about.mapping[0], about.mapping[2]) == ("cp1252", "position", "city")


def test_an_encoding_that_does_not_fit_is_said(web: Client) -> None:
    send(web, "Last name;City\nMüller;Köln\n".encode("cp1252"))
    about = Import.objects.get()
    web.post(f"/contacts/import/{about.pk}/", fields(about, act="update", encoding="utf-8-sig"))
    assert "another encoding" in web.get(f"/contacts/import/{about.pk}/").content.decode()


def test_a_file_without_a_head_has_numbered_columns(web: Client) -> None:
    about = sent(web, "Eva;Adler\nJan;Born\n")
    data = fields(about, act="update")
    data.pop("has_head")
    web.post(f"/contacts/import/{about.pk}/", data)
    page = web.get(f"/contacts/import/{about.pk}/").content.decode()
    assert "Column 1" in page
    assert "Eva · Jan" in page


def test_a_mapping_that_was_kept_is_offered_for_the_same_head(web: Client) -> None:
    about = sent(web, "A;B\nEva;Adler\n")
    chosen = {"column-0": "first_name", "column-1": "last_name"}
    web.post(f"/contacts/import/{about.pk}/", fields(about, act="keep", keep_as="Shop") | chosen)
    assert Mapping.objects.get().name == "Shop"
    assert sent(web, "A;B\nJan;Born\n").mapping == ["first_name", "last_name"]


@pytest.mark.parametrize("act", ["update", "use", "trial"])
def test_the_name_typed_for_a_mapping_outlives_every_button(web: Client, act: str) -> None:
    about = sent(web)
    post(web, f"/contacts/import/{about.pk}/", fields(about, act=act, keep_as="Fair 2026"))
    assert web.get(f"/contacts/import/{about.pk}/").context["keep_as"] == "Fair 2026"


def test_the_name_typed_for_a_mapping_stays_beside_what_is_refused_and_goes_once_kept(web: Client) -> None:
    about = sent(web)
    refused = web.post(f"/contacts/import/{about.pk}/", fields(about, act="trial", keep_as="Fair", key="origin_id"))
    assert (refused.status_code, refused.context["keep_as"]) == (422, "Fair")
    web.post(f"/contacts/import/{about.pk}/", fields(about, act="keep", keep_as="Fair"))
    assert web.get(f"/contacts/import/{about.pk}/").context["keep_as"] == ""


def test_a_name_is_needed_to_keep_a_mapping(web: Client) -> None:
    about = sent(web)
    answer = web.post(f"/contacts/import/{about.pk}/", fields(about, act="keep", keep_as=" "))
    assert (answer.status_code, "Enter a name." in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"PK\x03\x04", "cannot be opened"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel")],
)
def test_what_is_no_table_is_refused(web: Client, content: bytes, said: str) -> None:
    answer = send(web, content)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_an_empty_sheet_says_so(web: Client) -> None:
    stored, book = io.BytesIO(), Workbook()
    book.create_sheet().append(["First name"])
    book.save(stored)
    address = send(web, stored.getvalue(), name="people.xlsx")["Location"]
    assert "There is nothing in this sheet." in web.get(address).content.decode()
    assert web.post(address, {"act": "trial", "sheet": "Sheet"}).status_code == 422
    answer = web.post(address, {"act": "update", "sheet": "Sheet1", "has_head": "1"})
    assert (answer.status_code, Import.objects.get().mapping) == (303, ["first_name"])


def test_a_head_without_rows_says_so(web: Client) -> None:
    about = sent(web, "First name;Last name\n")
    answer = post(web, f"/contacts/import/{about.pk}/", fields(about, act="trial"))
    assert "There are no rows below the names of the columns." in web.get(answer["Location"]).content.decode()


def test_the_file_of_failed_rows_is_called_so_in_german(web: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="de")
    about = sent(web, "Nachname;E-Mail\nAdler;no mail\n")
    job = run.start(about, "import")
    jobs.run(job.pk)
    assert Job.objects.get(pk=job.pk).file_name == "people-fehlgeschlagene Zeilen.csv"


def test_no_file_is_refused(web: Client) -> None:
    assert web.post("/contacts/import/", {}).status_code == 422


def test_what_was_typed_into_cells_is_shown_as_text(web: Client) -> None:
    about = sent(web, "Last name\n<script>alert(1)</script>\n")
    assert "<script>alert(1)" not in web.get(f"/contacts/import/{about.pk}/").content.decode()


def test_the_import_of_somebody_else_is_not_there(client: Client, alice: User, bob: User) -> None:
    client.force_login(bob)
    about = sent(client)
    client.force_login(alice)
    for address in ("", "trial/"):
        assert client.get(f"/contacts/import/{about.pk}/{address}").status_code == 404


def test_without_the_right_nothing_comes_in(web: Client) -> None:
    builders.take_right_away("import", "contact")
    assert web.get("/contacts/import/").status_code == 403
    assert "/contacts/import/" not in web.get("/contacts/").content.decode()


def test_a_custom_field_that_one_may_not_see_is_no_choice(web: Client, dana: User) -> None:
    field = stored(dana, "string", "SECRET", item_type="contact")
    field.users.add(dana)
    type(field).objects.filter(pk=field.pk).update(is_restricted=True)
    about = sent(web, "Last name;Secret\nAdler;x\n")
    assert about.mapping == ["last_name", ""]
    assert "SECRET" not in web.get(f"/contacts/import/{about.pk}/").content.decode()


def test_the_timeline_of_an_item_leads_to_its_import(web: Client) -> None:
    about = sent(web)
    post(web, f"/contacts/import/{about.pk}/", fields(about, act="trial"))
    post(web, f"/contacts/import/{about.pk}/start/")
    job = Job.objects.get(kind="import")
    page = web.get(f"/contacts/{Contact.objects.latest('pk').pk}/").content.decode()
    assert "Imported from a file" in page
    assert f'href="/jobs/{job.pk}/"' in page


def test_the_whole_is_taken_back_from_the_page_of_the_job(web: Client) -> None:
    about = sent(web)
    post(web, f"/contacts/import/{about.pk}/", fields(about, act="trial"))
    post(web, f"/contacts/import/{about.pk}/start/")
    post(web, f"/jobs/{Job.objects.get(kind='import').pk}/undo/")
    assert not Contact.objects.filter(deleted_at=None).exists()


# Who gets the rows -----------------------------------------------------------------------------------------------


def owner_of(web: Client, about: Import, act: str = "update", **sent: str) -> Any:
    answer = web.post(f"/contacts/import/{about.pk}/", fields(about, act=act) | sent)
    about.refresh_from_db()
    return answer


def test_no_page_lists_all_people_to_choose_from(web: Client) -> None:
    for name in ("Emil", "Frida"):
        builders.person(name)
    about = sent(web)
    assert "Frida" not in web.get(f"/contacts/import/{about.pk}/").content.decode()


@pytest.mark.parametrize("typed", ["bob", " Bob ", "bob@segue.test", "BO"])
def test_who_is_named_gets_the_rows_that_name_nobody(web: Client, bob: User, typed: str) -> None:
    about = sent(web)
    owner_of(web, about, "trial", owner=typed)
    assert web.get(f"/contacts/import/{about.pk}/").context["owner"]["value"] == "Bob"
    work()
    post(web, f"/contacts/import/{about.pk}/start/")
    assert {*Contact.objects.values_list("owner", flat=True)} == {bob.pk}


def test_a_cleared_name_is_oneself(web: Client, bob: User) -> None:
    about = sent(web)
    owner_of(web, about, owner="Bob")
    owner_of(web, about, owner="")
    assert about.options["owner"] is None


def test_of_several_who_fit_one_is_chosen(web: Client) -> None:
    both = [builders.person(name) for name in ("Eva", "Evan")]
    User.objects.filter(pk__in=[each.pk for each in both]).update(name="Eva Kern")
    about = sent(web)
    answer = owner_of(web, about, "trial", owner="kern")
    assert (answer.status_code, "Several are called “kern”:" in answer.content.decode()) == (422, True)
    assert "evan@segue.test" in answer.content.decode()
    assert owner_of(web, about, owner="kern", owner_is=str(both[1].pk)).status_code == 303
    assert about.options["owner"] == both[1].pk
    assert owner_of(web, about, owner="Eva Kern").status_code == 303  # as the page shows it now
    assert about.options["owner"] == both[1].pk


@pytest.mark.parametrize("typed", ["nobody", "%", "\0x", "x" * 1000])
def test_a_name_that_nobody_has_is_said_and_stays(web: Client, typed: str) -> None:
    about = sent(web)
    answer = owner_of(web, about, "trial", owner=typed)
    assert (answer.status_code, "Nobody is called" in answer.content.decode()) == (422, True)
    assert answer.context["owner"]["value"] == typed.replace("\0", "")[:150]


def test_who_has_left_gets_nothing(web: Client, bob: User) -> None:
    about = sent(web)
    owner_of(web, about, owner="Bob")
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert web.get(f"/contacts/import/{about.pk}/").context["owner"]["value"] == ""
    assert owner_of(web, about, owner="Bob").status_code == 422


@pytest.mark.parametrize("forged", ["x", "9" * 40, "-1"])
def test_only_who_fits_the_name_can_be_chosen(web: Client, bob: User, charlie: User, forged: str) -> None:
    about = sent(web)
    for key in (forged, str(charlie.pk)):
        owner_of(web, about, owner="Bob", owner_is=key)
        assert about.options["owner"] == bob.pk


def test_a_kept_mapping_brings_its_owner_along(web: Client, bob: User) -> None:
    about = sent(web)
    owner_of(web, about, "keep", owner="Bob", keep_as="Shop")
    owner_of(web, about, owner="")
    assert owner_of(web, about, "use", owner="nobody", kept=str(Mapping.objects.get().pk)).status_code == 303
    assert about.options["owner"] == bob.pk
