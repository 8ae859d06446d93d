"""Does a backup come back whole, on either database, or else change nothing?"""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from segue.core import backup, restore
from segue.core.models import Activity, AuditEntry, Item, Notice, User
from tests import builders, databases, installation
from tests.core.custom_fields.fields import stored
from tests.installation import tables

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def saved(home: Path, tmp_path: Path) -> Path:
    """A backup of an installation that is in use."""
    installation.fill(home)
    backup.write(tmp_path / "saved")
    return tmp_path / "saved"


def test_everything_comes_back(saved: Path, tmp_path: Path) -> None:
    Item.objects.all().delete()
    call_command("restore", saved, "--replace")
    backup.write(tmp_path / "again")
    assert tables(tmp_path / "again") == tables(saved)
    deal = Item.objects.get(type="deal")
    assert (deal.title, deal.comment) == ("Größe „Ω“ 😀", "a line\nand\u2028another")


def test_work_goes_on_after_a_restore(saved: Path) -> None:
    call_command("restore", saved, "--replace")
    highest = Item.objects.latest("id").pk
    assert builders.deal(User.objects.get()).pk > highest
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry._base_manager.all().delete()  # refused by triggers, which are in no backup


def test_custom_values_come_back_digit_by_digit(home: Path, tmp_path: Path) -> None:
    dana = builders.person("Dana", is_admin=True)
    stored(dana, "double", "SIZE", settings={"precision": "4", "default": "0.1"})
    deal = builders.deal(dana, SIZE=Decimal("12345678901.1234"))
    backup.write(tmp_path / "saved")
    call_command("restore", tmp_path / "saved", "--replace")
    assert Item.objects.get(pk=deal.pk).custom == {"SIZE": Decimal("12345678901.1234")}
    assert builders.deal(dana).custom == {"SIZE": Decimal("0.1")}


def test_what_people_were_told_and_shall_be_reminded_of_comes_back(home: Path, tmp_path: Path) -> None:
    dana, bob = builders.person("Dana", is_admin=True), builders.person("Bob")
    builders.activity(dana, builders.deal(dana), responsible=bob, reminders=(10,))
    kept = (list(Notice.objects.values()), list(Activity.objects.values()))
    backup.write(tmp_path / "saved")
    Activity.objects.all().delete()
    call_command("restore", tmp_path / "saved", "--replace")
    assert (list(Notice.objects.values()), list(Activity.objects.values())) == kept


def test_files_and_key_come_back(saved: Path, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "elsewhere"
    settings.HOME.mkdir()
    call_command("restore", saved, "--replace")
    [file] = [file for file in (settings.HOME / "files").rglob("*") if file.is_file()]
    assert file.read_bytes() == b"\x00 bytes \xff"
    assert (settings.HOME / "secret.key").read_text() == "the key of this home"


def test_only_their_owner_reads_what_came_back(saved: Path, home: Path) -> None:
    shutil.rmtree(settings.FILES_DIR)
    call_command("restore", saved, "--replace")
    brought = [place for place in settings.FILES_DIR.rglob("*") if place.is_file()]
    if connection.vendor == "sqlite":
        brought.append(Path(connection.settings_dict["NAME"]))
    assert brought
    assert {stat.S_IMODE(place.stat().st_mode) for place in brought} == {0o600}


def test_a_backup_moves_to_another_kind_of_database_and_back(saved: Path, tmp_path: Path) -> None:
    other = {"SEGUE_HOME": str(tmp_path / "other"), "DATABASE_URL": ""}
    manage("restore", saved, **other)
    manage("backup", tmp_path / "from-sqlite", **other)
    with databases.created(tmp_path) as name:
        third = {"SEGUE_HOME": str(tmp_path / "third"), "DATABASE_URL": databases.url(name)}
        manage("restore", tmp_path / "from-sqlite", **third)
        manage("backup", tmp_path / "again", **third)
    assert tables(tmp_path / "from-sqlite") == tables(saved)
    assert tables(tmp_path / "again") == tables(saved)


def manage(*arguments: str | Path, **environment: str) -> None:
    """Run a command of an installation elsewhere, with the settings of a real one."""
    Path(environment["SEGUE_HOME"]).mkdir(exist_ok=True)
    env = os.environ | environment | {"DJANGO_SETTINGS_MODULE": "segue.config.settings"}
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, env=env, check=True)  # noqa: S603


def test_a_backup_of_an_older_version_is_brought_up_to_date(saved: Path, tmp_path: Path) -> None:
    about = json.loads(ZipFile(saved).read("about.json"))
    older = [[app, name] for app, name in about["migrations"] if (app, name[:4]) < ("django_tasks_database", "0017")]
    older += [[app, name] for app, name in about["migrations"] if app > "django_tasks_database"]
    rewritten(saved, tmp_path / "older", "about.json", json.dumps(about | {"migrations": older}))
    call_command("restore", tmp_path / "older", "--replace")
    assert Item.objects.get(type="deal").rows.count() == 2
    backup.write(tmp_path / "today")
    assert json.loads(ZipFile(tmp_path / "today").read("about.json"))["migrations"] == about["migrations"]


@pytest.mark.parametrize(
    "about",
    ["", "[]", '{"format": 999, "migrations": []}', '{"format": 1, "migrations": [["core", "9999_later"]]}'],
)
def test_what_is_no_backup_of_this_or_an_older_version_changes_nothing(saved: Path, tmp_path: Path, about: str) -> None:
    rewritten(saved, tmp_path / "strange", "about.json", about)
    with pytest.raises(CommandError, match="is no backup"):
        call_command("restore", tmp_path / "strange", "--replace")
    assert User.objects.get().name == "Alice"


def test_any_other_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear all")
    with pytest.raises(CommandError, match="is no backup"):
        call_command("restore", tmp_path / "letter")


DAMAGED_ROWS = {
    "no column": "{}\n",
    "no JSON": '{"item_ptr_id": 1',
    "no row": "[1]\n",
    "no text": b"\xff\xfe\x00\n",
    "nothing of the kind": '{"id": "many", "name": null}\n',
}


@pytest.mark.parametrize("content", DAMAGED_ROWS.values(), ids=list(DAMAGED_ROWS))
def test_damaged_rows_are_named_and_change_nothing(saved: Path, tmp_path: Path, content: str | bytes) -> None:
    before = tables(saved)
    rewritten(saved, tmp_path / "broken", "tables/crm.deal.jsonl", content)
    with pytest.raises(CommandError, match=r"is damaged \(tables/crm.deal.jsonl: .* Nothing was changed."):
        call_command("restore", tmp_path / "broken", "--replace")
    backup.write(tmp_path / "again")
    assert tables(tmp_path / "again") == before


def test_rows_that_point_nowhere_change_nothing(saved: Path, tmp_path: Path) -> None:
    rewritten(saved, tmp_path / "broken", "tables/core.user.jsonl", "")
    with pytest.raises(CommandError, match="is damaged"):
        call_command("restore", tmp_path / "broken", "--replace")
    assert User.objects.get().name == "Alice"


@pytest.mark.parametrize(("harm", "share"), [("cut", 0.6), ("other bytes", 0.3), ("other bytes", 0.99)])
def test_an_archive_that_lost_bytes_changes_nothing(saved: Path, tmp_path: Path, harm: str, share: float) -> None:
    whole = saved.read_bytes()
    at = int(len(whole) * share)
    rest = b"" if harm == "cut" else bytes(byte ^ 255 for byte in whole[at : at + 500]) + whole[at + 500 :]
    (tmp_path / "broken").write_bytes(whole[:at] + rest)
    with pytest.raises(CommandError, match=r"is damaged|is no backup"):
        call_command("restore", tmp_path / "broken", "--replace")
    assert User.objects.get().name == "Alice"


def stored_file() -> Path:
    [file] = [file for file in (settings.HOME / "files").rglob("*") if file.is_file()]
    return file


def test_a_damaged_file_is_replaced_by_the_saved_one(saved: Path) -> None:
    stored_file().write_bytes(b"rot")
    call_command("restore", saved, "--replace")
    assert stored_file().read_bytes() == b"\x00 bytes \xff"


def test_a_file_that_was_saved_damaged_does_not_take_the_place_of_the_whole_one(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = stored_file().relative_to(settings.HOME).as_posix()
    rewritten(saved, tmp_path / "broken", name, b"rot")
    call_command("restore", tmp_path / "broken", "--replace")
    assert (stored_file().read_bytes(), capsys.readouterr().err) == (b"\x00 bytes \xff", "")
    stored_file().unlink()
    call_command("restore", tmp_path / "broken", "--replace")
    assert capsys.readouterr().err == f"{name} was damaged already when it was saved, and is left out.\n"
    assert not [file for file in (settings.HOME / "files").rglob("*") if file.is_file()]


def test_only_files_named_by_their_content_are_brought(saved: Path, tmp_path: Path) -> None:
    with ZipFile(saved, "a") as archive:
        for name in ("files/../../outside", "files/ab/../../outside", "files/outside", str(tmp_path / "outside")):
            archive.writestr(name, "evil")
    call_command("restore", saved, "--replace")
    assert stored_file().read_bytes() == b"\x00 bytes \xff"
    assert not list(tmp_path.rglob("outside"))


def rewritten(source: Path, target: Path, part: str, content: str | bytes) -> None:
    """Copy a backup with one part replaced."""
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))


def test_a_database_in_use_is_not_replaced_unasked(saved: Path) -> None:
    with pytest.raises(CommandError, match="add --replace"):
        call_command("restore", saved)


def test_a_running_installation_is_not_replaced(saved: Path) -> None:
    with closing(another_connection()), pytest.raises(CommandError, match="Segue is running"):
        call_command("restore", saved, "--replace")
    assert User.objects.get().name == "Alice"


def another_connection() -> BaseDatabaseWrapper:
    """What a server that is running has open."""
    other = connection.copy()
    other.ensure_connection()
    other.cursor().execute("SELECT 1")
    return other


def test_tables_of_something_else_are_not_dropped(saved: Path) -> None:
    if connection.vendor == "sqlite":  # a file is Segue's alone; the former one is kept beside the new one
        call_command("restore", saved, "--replace")
        with closing(sqlite3.connect(f"{connection.settings_dict['NAME']}.before-restore")) as former:
            assert former.execute("SELECT name FROM core_user").fetchall() == [("Alice",)]
        return
    connection.cursor().execute("CREATE TABLE blog_post (id integer)")
    with pytest.raises(CommandError, match="blog_post"):
        call_command("restore", saved, "--replace")


def test_the_fixture_really_is_an_installation_of_its_own() -> None:
    assert not User.objects.exists()
    assert restore.is_ours(User._meta.db_table)
