"""Does a backup hold everything, of one moment, and nothing half done?"""

import stat
import threading
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from segue.core import backup
from segue.core.models import Item, User
from tests import builders, installation
from tests.installation import tables

pytestmark = pytest.mark.usefixtures("home")


def test_every_table_is_saved_but_the_sign_ins(tmp_path: Path) -> None:
    backup.write(tmp_path / "saved")
    saved = {name.removeprefix("tables/").removesuffix(".jsonl") for name in tables(tmp_path / "saved")}
    assert {
        "core.item",
        "crm.deal",
        "core.user_departments",
        "core.auditentry",
        "core.notice",
        "core.numbercounter",
    } <= saved
    assert "sessions.session" not in saved


def test_a_child_leaves_the_columns_of_the_item_to_the_item(tmp_path: Path) -> None:
    installation.fill(settings.HOME)
    backup.write(tmp_path / "saved")
    rows = tables(tmp_path / "saved")
    assert "title" in rows["tables/core.item.jsonl"][0]
    assert "title" not in rows["tables/crm.deal.jsonl"][0]


def test_files_and_secret_key_are_saved(tmp_path: Path) -> None:
    installation.fill(settings.HOME)
    backup.write(tmp_path / "saved")
    with ZipFile(tmp_path / "saved") as archive:
        [file] = [name for name in archive.namelist() if name.startswith("files/")]
        assert archive.read(file) == b"\x00 bytes \xff"
        assert archive.read("secret.key") == b"the key of this home"


def test_only_its_owner_can_read_a_backup(tmp_path: Path) -> None:
    backup.write(tmp_path / "saved")
    assert stat.S_IMODE((tmp_path / "saved").stat().st_mode) == 0o600


def test_a_backup_is_of_one_moment_while_people_work(tmp_path: Path) -> None:
    builders.person("Alice")
    stop, started = threading.Event(), threading.Event()
    worker = threading.Thread(target=pairs, args=(stop, started))
    worker.start()
    started.wait(10)
    for number in range(5):
        backup.write(tmp_path / f"saved{number}")
    stop.set()
    worker.join()
    counts = [pairs_in(tmp_path / f"saved{number}") for number in range(5)]
    assert all(leads == deals for leads, deals in counts)
    assert counts[-1] > counts[0]


def pairs(stop: threading.Event, started: threading.Event) -> None:
    """Make a lead and a deal in one transaction, again and again; never one without the other."""
    alice = User.objects.get()
    while not stop.is_set():
        with transaction.atomic():
            builders.lead(alice, rows=(), communications=())
            builders.deal(alice, rows=())
        started.set()
    connection.close()


def pairs_in(saved: Path) -> tuple[int, int]:
    """How many leads and how many deals a backup holds; leads stand in other tables than deals."""
    rows = tables(saved)
    return len(rows["tables/crm.lead.jsonl"]), len(rows["tables/crm.deal.jsonl"])


def test_a_failed_backup_leaves_the_former_one(tmp_path: Path) -> None:
    (tmp_path / "saved").write_text("the former one")
    call_command("migrate", "sessions", "zero", verbosity=0)
    with pytest.raises(CommandError, match="start Segue once"):
        call_command("backup", tmp_path / "saved")
    assert [file.name for file in tmp_path.iterdir() if "saved" in file.name] == ["saved"]
    assert (tmp_path / "saved").read_text() == "the former one"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("backup", tmp_path / "nowhere" / "saved")


def test_the_command_says_how_much_it_saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", tmp_path / "saved")
    assert "MB). It holds passwords and keys: keep it safe." in capsys.readouterr().out
    assert not Item.objects.exists()
