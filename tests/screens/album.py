"""How do photographs lie beside each other? Files with names that can be foretold, and a page that shows them all."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from tests.screens.camera import THEMES
from tests.screens.screen import DESK, LANGUAGES, PHONE, Screen
from tests.screens.table import SCREENS

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Screens of Segue</title>
<style>
body {{ margin: 1rem; font: 14px system-ui; background: #888 }}
h2 {{ margin: 2rem 0 .5rem; position: sticky; top: 0; background: #888 }}
div {{ display: grid; grid-template-columns: repeat(2, 3fr) repeat(2, 1fr); gap: .5rem; align-items: start }}
img {{ width: 100%; border: 1px solid #444 }}
</style>
<h1>Screens of Segue</h1>
<p>Each row: desk light, desk dark, phone light, phone dark; first English, then German.</p>
{screens}
</html>
"""


def file_name(screen: Screen, size: str, theme: str, language: str) -> str:
    """Return where a photograph is kept: `deal.phone.dark.de.png`."""
    return f"{screen.name}.{size}.{theme}.{language}.png"


def write(folder: Path) -> None:
    """Write the page over all photographs that are there."""
    shown = "\n".join(row for screen in SCREENS for row in rows(folder, screen))
    (folder / "index.html").write_text(PAGE.format(screens=shown))


def rows(folder: Path, screen: Screen) -> Iterator[str]:
    """Yield the heading of a screen and its pictures, a row for each language."""
    for number, language in enumerate(LANGUAGES):
        names = [file_name(screen, size, theme, language) for size in (DESK, PHONE) for theme in THEMES]
        if any((folder / name).exists() for name in names):
            heading = f'<h2 id="{screen.name}">{escape(screen.name)}</h2>' if not number else ""
            yield f"{heading}<div>{''.join(map(picture, names))}</div>"


def picture(name: str) -> str:
    """Return a picture that opens in its own size."""
    return f'<a href="{name}"><img loading="lazy" src="{name}" alt="{name.removesuffix(".png")}"></a>'
