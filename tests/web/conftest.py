"""What several files of tests about pages need."""

import pytest

from segue.web.lists import paging


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows fill a page of a list."""
    monkeypatch.setattr(paging, "SIZE", 3)
