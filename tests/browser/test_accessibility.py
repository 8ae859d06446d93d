"""Does axe-core find anything against WCAG 2.2 AA on any screen, on desk and phone, light and dark, and is nothing lost
four times as large?"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from segue.core.models import User
from tests.architecture.sources import ROOT
from tests.screens import camera, scene
from tests.screens.screen import DEMO, EMPTY, SIZES, Screen
from tests.screens.table import SCREENS

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"  # pinned in frontend/package.json
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What a theme changes is colours, so that only the rules about them are asked again.
ASKED = {"light": {"type": "tag", "values": LEVELS}, "dark": {"type": "rule", "values": ["color-contrast"]}}
RUN = """async (runOnly) => (await axe.run({ runOnly, resultTypes: ['violations'] })).violations.flatMap(
  (rule) => rule.nodes.map((node) => ({ rule: rule.id, help: rule.help, at: node.target.join(' '), html: node.html }))
)"""
# A desk whose letters are four times as large (WCAG 1.4.10), which a phone of that width is too.
ENLARGED: ViewportSize = {"width": 320, "height": 256}
SIDEWAYS = """(width) => {
  if (document.documentElement.scrollWidth <= width) return ''
  const beyond = [...document.body.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > width)
  const told = beyond.slice(0, 3).map((each) => each.outerHTML.slice(0, 120))
  return `${document.documentElement.scrollWidth} pixels: ${told.join(' | ')}`
}"""


@pytest.mark.parametrize("system", [DEMO, EMPTY])  # in this order, so that two at once share the work
@pytest.mark.parametrize("size", SIZES)
def test_every_screen_is_for_everybody(browser: Browser, site: str, system: str, size: str) -> None:
    arranged = scene.arrange(system)
    User.objects.update(language="en")
    visit = camera.Visit(browser, size, "en", site, arranged)
    pages = [screen for screen in SCREENS if "#" not in screen.address]  # which leads to a place on a page
    screens = [screen for screen in pages if screen.system == system and size in screen.sizes]
    assert screens
    faults = [fault for screen in screens for fault in faults_on(visit.show(screen), screen)]
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults)


def faults_on(page: Page, screen: Screen) -> Iterator[str]:
    """What is wrong on a screen: rule, element, page."""
    page.evaluate(AXE.read_text())
    for theme in camera.THEMES:
        camera.light(page, theme)
        for fault in page.evaluate(RUN, ASKED[theme]):
            found = "{rule}: {help}: {at}: {html:.200}".format_map(fault)
            yield f"{screen.name} ({theme}, {screen.address}): {found}"
    page.set_viewport_size(ENLARGED)
    if sideways := page.evaluate(SIDEWAYS, ENLARGED["width"]):
        yield f"{screen.name} ({screen.address}): enlarged, one has to scroll sideways to {sideways}"
