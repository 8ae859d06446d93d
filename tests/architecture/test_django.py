"""Does the project use Django as the house wants it: few apps, no signals, migrations for every model?"""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from tests.architecture.sources import ROOT, name, python_files

SEGUE = [file for file in python_files() if file.is_relative_to(ROOT / "segue") and "migrations" not in file.parts]


def test_few_apps_are_loaded_because_each_costs_time_at_every_start() -> None:
    assert len(settings.INSTALLED_APPS) <= 16
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_nothing_hangs_on_a_signal() -> None:
    words = {"django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals"}
    assert len(SEGUE) > 50
    assert [name(file) for file in SEGUE if words & imported(file)] == []


def imported(file: Path) -> set[str]:
    """The modules that a module imports."""
    nodes = list(ast.walk(ast.parse(file.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_saving_a_row_has_no_side_effects() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("segue.")]
    own = [model.__name__ for model in ours if {"save", "delete"} & vars(model).keys()]
    assert own == ["AuditEntry"]  # which refuses both for what is stored


@pytest.mark.django_db
def test_every_model_has_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_checks_of_the_house_find_nothing() -> None:
    call_command("check", "--fail-level", "WARNING")
