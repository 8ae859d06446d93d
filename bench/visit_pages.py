"""The browser on the real server: bytes, layout shift, and how long the click on "Invoice" takes to be a form."""

import os
import statistics
from typing import Any

from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page, sync_playwright

from bench import load
from segue.core.models import CustomField, User
from tests import builders
from tests.screens import camera
from tests.screens.scene import Scene
from tests.screens.screen import ALICE, DESK, SIZES

FIRST, FURTHER, CLICK = 120, 30, 500  # to reach: kB, kB, ms
CLICKS = 15
PLACES = ("/deals/", "/deals/{deal}/", "/deals/{deal}/products/", "/leads/{lead}/", "/deals/new/", "/leads/", "/")
SHIFTS = """() => {
  window.shifted = 0
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifted += each.value
  }).observe({ type: 'layout-shift', buffered: true })
}"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def visit(alice: User, arranged: Scene) -> None:
    """Start the server and look at it as Alice."""
    settings.ALLOWED_HOSTS = ["*"]
    call_command("collectstatic", verbosity=0, interactive=False)
    with load.server() as (port, _processes), sync_playwright() as playwright:
        site, browser = f"http://localhost:{port}", camera.launch(playwright, os.environ.get("CHROMIUM"))
        for place in PLACES:
            look(browser, site, place.format_map(arranged.keys), arranged)
        click(browser, site, alice, arranged)
        browser.close()


def look(browser: Browser, site: str, address: str, arranged: Scene) -> None:
    """Print the bytes of a first visit that begins here, and of the same page again, and how far things moved."""
    page = window(browser, site, arranged)
    page.add_init_script(f"({SHIFTS})()")
    received = Received(page)
    page.goto(site + address, wait_until="networkidle")
    first = received.taken()
    page.goto(site + address, wait_until="networkidle")
    again, shifted = received.taken(), page.evaluate("window.shifted")
    print(
        f"  {address:26} {first:6.1f} kB on a first visit (to reach: {FIRST}), {again:5.1f} kB after it"
        f" (to reach: {FURTHER}), layout shift {shifted:.3f}"
    )
    page.context.close()


def click(browser: Browser, site: str, alice: User, arranged: Scene) -> None:
    """Print how long it takes from the click on "Invoice" to the drawn new form, when nothing is asked."""
    CustomField.objects.update(not_offered_on=["invoice"])
    page, times = window(browser, site, arranged), []
    for number in range(CLICKS):
        rows = tuple(builders.row(f"Position {at}", "12.34") for at in range(5))
        deal = builders.deal(alice, title=f"To be billed {number}", rows=rows)
        page.goto(f"{site}/deals/{deal.pk}/", wait_until="networkidle")
        page.get_by_role("button", name="Create based on").click()
        entry = page.get_by_role("group", name="Create based on").first.get_by_role(
            "button", name="Invoice", exact=True
        )
        entry.wait_for()
        begin = page.evaluate("performance.timeOrigin + performance.now()")
        entry.click()
        page.wait_for_url("**/invoices/**", wait_until="load")
        page.evaluate(DRAWN)
        times.append(page.evaluate("performance.timeOrigin + performance.now()") - begin)
    late = statistics.quantiles(times, n=20)[-1]
    print(f"  click to drawn form: {statistics.median(times):.0f} median, {late:.0f} p95 (to reach: {CLICK} ms)")


def window(browser: Browser, site: str, arranged: Scene) -> Page:
    """A new browser, on a desk, in which Alice is signed in and nothing is kept yet."""
    width, height = SIZES[DESK]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", service_workers="block")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": arranged.sessions[ALICE], "url": site}])
    return context.new_page()


class Received:
    """Counts what comes over the line, as packed as it travels."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0.0
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self.add)

    def add(self, event: dict[str, Any]) -> None:
        """Take note of one answer."""
        self.bytes += event["encodedDataLength"]

    def taken(self) -> float:
        """Kilobytes since the last time."""
        taken, self.bytes = self.bytes / 1000, 0.0
        return taken
