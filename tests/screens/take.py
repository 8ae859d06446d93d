"""How is every screen of a system photographed: each language and theme, on desk and phone?"""

import base64
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from segue.core.models import User
from tests.screens import album, camera, scene
from tests.screens.screen import DESK, LANGUAGES, PHONE, SIZES, Screen
from tests.screens.table import SCREENS


def main(system: str, site: str, folder: str, name: str = "") -> None:
    """Photograph the screens whose name begins so, on desk and phone at once; what could not be is said at the end.

    The database is empty, and served at `site`.
    """
    screens = [screen for screen in SCREENS if screen.system == system and screen.name.startswith(name)]
    arranged = scene.arrange(system) if screens else scene.Scene({}, {})
    wrong: list[str] = []
    with ThreadPoolExecutor(len(SIZES)) as photographers:
        for language in LANGUAGES:
            User.objects.update(language=language)
            trips = [Trip(size, language, site, Path(folder), arranged) for size in (DESK, PHONE)]
            for lost in photographers.map(lambda trip: trip.photograph(screens), trips):
                wrong += lost
    album.write(Path(folder))
    if wrong:
        sys.exit("\n".join(wrong))


@dataclass(frozen=True)
class Trip:
    """One photographer, with one size of screen and one language."""

    size: str
    language: str
    site: str
    folder: Path
    scene: scene.Scene

    def photograph(self, screens: Sequence[Screen]) -> list[str]:
        """Take each screen in both themes; answers what could not be taken."""
        with sync_playwright() as playwright:
            browser = camera.launch(playwright, os.environ.get("CHROMIUM"))
            visit = camera.Visit(browser, self.size, self.language, self.site, self.scene)
            wrong = [self._take(visit, screen) for screen in screens if self.size in screen.sizes]
            browser.close()
        return list(filter(None, wrong))

    def _take(self, visit: camera.Visit, screen: Screen) -> str:
        try:
            page = visit.show(screen)
            for theme in camera.THEMES:
                camera.light(page, theme)
                name = album.file_name(screen, self.size, theme, self.language)
                (self.folder / name).write_bytes(picture(page))
        except (camera.Lost, Error) as problem:
            return f"{screen.name} ({self.size}, {self.language}): {problem}"
        return ""


def picture(page: Page) -> bytes:
    """Return what the window shows, as a PNG written quickly rather than small, which takes a third of the time."""
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
    session.detach()
    return base64.b64decode(taken["data"])
