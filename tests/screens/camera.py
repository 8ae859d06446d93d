"""How does a browser come to a screen? The same way for photographs and for the checks of what is on it."""

from typing import Literal

from django.conf import settings
from playwright.sync_api import Browser, Error, Locator, Page, Playwright, ViewportSize, expect

from tests.screens.scene import Scene
from tests.screens.screen import PHONE, SIZES, Screen, Step

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
LOCALES = {"en": "en-GB", "de": "de-DE"}
PATIENCE = 8000  # milliseconds until something must be there
JOURNEY = 30_000  # milliseconds until a page must have come
TALLEST = 9000  # pixels of a window
TYPING = 400  # milliseconds after which what was written is searched for
ROLES: tuple[Literal["link", "checkbox", "switch", "textbox", "searchbox", "combobox"], ...] = (
    "link", "checkbox", "switch", "textbox", "searchbox", "combobox",
)  # fmt: skip
UNDER_WAY = ".htmx-request, .htmx-settling, .htmx-swapping"
FETCHED = "[hx-trigger=load]"  # gives way to what the page fetches by itself
# A colour that fades may be inherited by one that fades after it.
AT_REST = """async () => {
  const fading = () => document.getAnimations().filter((each) => each instanceof CSSTransition)
  await document.fonts.ready
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  do {
    await frame()
    for (const each of fading()) each.finish()
    await frame()
  } while (fading().length)
}"""


class Lost(Exception):
    """What should be pressed is not there."""


def launch(playwright: Playwright, program: str | None) -> Browser:
    """Start the machine's browser, or Playwright's own."""
    return playwright.chromium.launch(executable_path=program, args=list(FLAGS))


class Visit:
    """A desk or a phone at which everybody of the scene has a window, all in one language."""

    def __init__(self, browser: Browser, size: str, language: str, site: str, scene: Scene) -> None:
        self.browser, self.size, self.language, self.site, self.scene = browser, size, language, site, scene
        self.windows: dict[str, Page] = {}

    def show(self, screen: Screen) -> Page:
        """Go to a screen and open what has to be opened there. Raises Lost."""
        page = self._window(screen.who)
        page.set_viewport_size(self._room)
        page.goto(self.site + screen.address.format_map(self.scene.keys))
        expect(page.locator(FETCHED)).to_have_count(0)
        for step in screen.steps_at(self.size):
            name = step.named(self.language)
            try:
                take(find(page, name), step)
                expect(page.locator(UNDER_WAY)).to_have_count(0)
            except (Error, AssertionError) as problem:
                raise Lost(f"{name!r} is not at {page.url}: {str(problem).splitlines()[0]}") from problem
        if not screen.is_dialog:
            make_room(page)
        return page

    @property
    def _room(self) -> ViewportSize:
        width, height = SIZES[self.size]
        return {"width": width, "height": height}

    def _window(self, who: str) -> Page:
        """Return the window of somebody; a stranger's is a new one each time, so that nothing stays in it."""
        if who in self.windows and self.scene.sessions.get(who):
            return self.windows[who]
        if who in self.windows:
            self.windows.pop(who).context.close()
        phone = self.size == PHONE
        context = self.browser.new_context(
            viewport=self._room,
            locale=LOCALES[self.language],
            is_mobile=phone,
            has_touch=phone,
            reduced_motion="reduce",
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE)
        context.set_default_navigation_timeout(JOURNEY)
        if session := self.scene.sessions.get(who):
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.site}])
        self.windows[who] = page = context.new_page()
        page.on("dialog", lambda asked: asked.accept())  # whether what was typed may be left
        return page


def make_room(page: Page) -> None:
    """Make the window as high as the page, so that what sticks to its foot covers nothing of it."""
    window = page.viewport_size
    assert window is not None
    needed = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": window["width"], "height": min(max(window["height"], needed), TALLEST)})


def light(page: Page, theme: Theme) -> None:
    """Let the system be light or dark, and the page be so too, without waiting for colours that fade."""
    page.emulate_media(color_scheme=theme)
    page.evaluate(AT_REST)


def find(page: Page, name: str) -> Locator:
    """Find what is called so and can be seen, of whatever kind."""
    found = page.get_by_role("button", name=name, exact=True).or_(page.get_by_label(name, exact=True))
    for role in ROLES:
        found = found.or_(page.get_by_role(role, name=name, exact=True))
    return found.filter(visible=True).first


def take(place: Locator, step: Step) -> None:
    """Write there, or press it."""
    if step.text:
        place.fill(step.text)
        place.page.wait_for_timeout(TYPING)
    elif step.leaves:
        with place.page.expect_navigation():
            place.click()
    else:
        place.click()
