"""What does every test stand on? A home of its own, and the database that DATABASE_URL names (else SQLite)."""

import shutil
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

# A slow machine is no failure, and the same tests give the same answer each time.
hypothesis.settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that the test settings name; each process has its own."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(settings.HOME, ignore_errors=True)


pytest_plugins = ["tests.cast", "tests.installation"]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Let no test speak the language in which the one before it ended."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
