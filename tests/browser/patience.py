"""How does a test wait for what only a script can tell?"""

import time

from playwright.sync_api import Error, Page

PATIENCE, PAUSE = 15.0, 0.05  # seconds


def until(page: Page, condition: str) -> None:
    """Ask until it is so. Playwright's own way asks by `eval`, which the pages of Segue forbid."""
    ends_at = time.monotonic() + PATIENCE
    while not _is_so(page, condition):
        assert time.monotonic() < ends_at, condition
        time.sleep(PAUSE)


def _is_so(page: Page, condition: str) -> bool:
    try:
        return bool(page.evaluate(condition))
    except Error:  # another page has just come
        return False
