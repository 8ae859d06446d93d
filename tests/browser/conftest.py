"""Where does the browser go? To the product itself, served from a database of its own."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import BrowserContext, Page, expect

from segue.core.models import Department, Item, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import DESK, PHONE, sign_in
from tests.screens.camera import FLAGS

# Playwright runs a loop of its own in the thread of the test; the test itself waits for every answer.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
expect.set_options(timeout=15_000)  # milliseconds: a machine that does much else is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser."""
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, where there is one."""
    own = {"executable_path": os.environ["CHROMIUM"]} if "CHROMIUM" in os.environ else {}
    return browser_type_launch_args | own | {"args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Without what works in the background, which answers for the site; test_offline.py lets it."""
    return browser_context_args | {"service_workers": "block"}


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site(home: Path) -> Iterator[str]:
    """The address of a running Segue whose database is the test's own."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def seller(site: str) -> User:
    """Alice, who sells, with a department of her own."""
    return builders.person("Alice", department=Department.objects.create(name="Sales"))


@pytest.fixture
def language() -> str:
    """The language in which Alice works; tests that try both say so by a parameter of this name."""
    return "en"


@pytest.fixture
def desk(page: Page, site: str, seller: User, language: str) -> Page:
    """A browser on a desk in which Alice is signed in."""
    page.set_viewport_size(DESK)
    sign_in(page, site, seller, language)
    return page


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], site: str, seller: User, language: str) -> Page:
    """A phone on which Alice is signed in."""
    page = new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    sign_in(page, site, seller, language)
    return page


@pytest.fixture
def deal(seller: User) -> Item:
    """A deal of Alice's."""
    return builders.deal(seller)


@pytest.fixture
def on_deal(desk: Page, site: str, deal: Item) -> Page:
    """The page of the deal on Alice's desk."""
    desk.goto(f"{site}/deals/{deal.pk}/")
    return desk


@pytest.fixture
def dana(seller: User) -> User:
    """Dana, who administers."""
    return builders.person("Dana", is_admin=True)


@pytest.fixture
def danas_desk(page: Page, site: str, dana: User) -> Page:
    """A browser on a desk in which Dana is signed in."""
    page.set_viewport_size(DESK)
    sign_in(page, site, dana, "en")
    return page


@pytest.fixture
def danas_phone(new_context: Callable[..., BrowserContext], site: str, dana: User) -> Page:
    """A phone on which Dana is signed in."""
    page = new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    sign_in(page, site, dana, "en")
    return page


@pytest.fixture
def elsewhere(new_context: Callable[..., BrowserContext]) -> Page:
    """Another browser, in which nobody is signed in."""
    return new_context(viewport=DESK).new_page()
