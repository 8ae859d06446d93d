"""What does a whole installation look like to a test? A home with files, and a database that is its own."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from segue.core import audit, preferences, records
from segue.core.models import Attachment, Blob, Item, User
from tests import builders, databases


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database as it is after the first start, which tests copy."""
    with django_db_blocker.unblock(), databases.created(tmp_path_factory.mktemp("prepared")) as name:
        with databases.used(name):
            call_command("migrate", verbosity=0)
        yield name


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings, prepared: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """The home of an installation with a database of its own, as new as after the first start."""
    settings.HOME = tmp_path / "home"
    settings.FILES_DIR = settings.HOME / "files"
    settings.FILES_DIR.mkdir(parents=True)
    (settings.HOME / "secret.key").write_text("the key of this home")
    with django_db_blocker.unblock(), databases.created(tmp_path, like=prepared) as name, databases.used(name):
        yield settings.HOME


@pytest.fixture(scope="module")
def shared(
    tmp_path_factory: pytest.TempPathFactory, prepared: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """A new database for all tests of a module, for what takes long to put there; they take `untouched` with it."""
    folder = tmp_path_factory.mktemp("shared")
    with django_db_blocker.unblock(), databases.created(folder, like=prepared) as name, databases.used(name):
        yield folder


@pytest.fixture
def untouched(shared: Path) -> Iterator[None]:
    """Take back what a test wrote, so that the next test of the module finds what they share."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def fill(home: Path) -> Item:
    """A person with items of three kinds, a file, a changed setting, an audit entry; answers the deal."""
    alice = builders.person("Alice", is_admin=True)
    deal = builders.deal(alice, title="Größe „Ω“ 😀")
    records.change(deal, {"comment": "a line\nand\u2028another"}, actor=alice)
    records.delete(builders.lead(alice), actor=alice)
    attach(home, deal, b"\x00 bytes \xff", alice)
    preferences.save({"organisation": "Brandt GmbH"})
    audit.record("settings_changed", actor=alice, data={"organisation": ["", "Brandt GmbH"]})
    return deal


def attach(home: Path, item: Item, content: bytes, actor: User) -> None:
    """Put a file on an item."""
    digest = hashlib.sha256(content).hexdigest()
    place = home / "files" / digest[:2] / digest
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(content)
    blob = Blob.objects.create(sha256=digest, size=len(content), media_type="application/octet-stream")
    Attachment.objects.create(item=item, blob=blob, name="offer.bin", added_by=actor, added_at=item.created_at)


def tables(backup: Path) -> dict[str, Any]:
    """The rows of a backup, by table."""
    with ZipFile(backup) as archive:
        names = [name for name in archive.namelist() if name.startswith("tables/")]
        return {name: [json.loads(line) for line in archive.read(name).splitlines()] for name in names}
