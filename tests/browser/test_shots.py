"""Are screens photographed as they are, into files that can be foretold?"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.screens import album, camera, scene
from tests.screens.screen import EMPTY, NOBODY, PHONE, Screen, press
from tests.screens.take import Trip

SIGN_IN = Screen("sign-in", "/sign-in/", NOBODY, EMPTY)


@pytest.fixture
def trip(site: str, tmp_path: Path) -> Trip:
    return Trip(PHONE, "de", site, tmp_path, scene.arrange(EMPTY))


def photograph(trip: Trip, screen: Screen) -> list[str]:
    """What could not be taken; in a thread of its own, as the photographers are."""
    with ThreadPoolExecutor(1) as photographer:
        return photographer.submit(trip.photograph, [screen]).result()


def test_a_screen_is_taken_in_both_themes_and_shown_in_the_album(trip: Trip) -> None:
    assert photograph(trip, SIGN_IN) == []
    album.write(trip.folder)
    taken = {file.name: file.read_bytes() for file in trip.folder.glob("*.png")}
    assert set(taken) == {"sign-in.phone.light.de.png", "sign-in.phone.dark.de.png"}
    assert len(set(taken.values())) == 2
    assert all(name in (trip.folder / "index.html").read_text() for name in taken)


def test_what_cannot_be_pressed_is_said(trip: Trip, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "PATIENCE", 500)
    [said] = photograph(trip, Screen("lost", "/sign-in/", NOBODY, EMPTY, steps=press("Recycle bin")))
    assert "lost (phone, de): 'Papierkorb'" in said
