"""What on this page can a phone not show, a finger not hit, or nobody call by a name?"""

from playwright.sync_api import Page

# Links inside a sentence may be as small as its letters; a whole card that is a link needs no size of its own.
LOOK = """() => {
  const told = []
  const room = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > room) told.push(`as wide as ${document.documentElement.scrollWidth}`)
  const presses = 'a, button, input:not([type="hidden"]), select, textarea, summary'
  for (const each of document.querySelectorAll(`main :is(${presses}), .fab, .viewing button`)) {
    if (!each.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    const label = each.labels?.[0]
    const name = (each.ariaLabel ?? label?.textContent ?? each.textContent).trim()
    if (!name) told.push(`no name: ${each.outerHTML}`)
    const inText = each.matches('a') && getComputedStyle(each).display === 'inline' && each.closest('p')
    const covers = getComputedStyle(each, '::after').position === 'absolute' || each.closest('.node-name')
    if (inText || covers || each.closest('.sr-only')) continue
    const box = (['checkbox', 'radio'].includes(each.type) && label ? label : each).getBoundingClientRect()
    if (box.height < 44 || box.width < 44) told.push(`${Math.round(box.width)} x ${Math.round(box.height)}: ${name}`)
  }
  return told
}"""


def faults(page: Page) -> list[str]:
    """Say what is too wide, too small to be tapped, or has no name."""
    found: list[str] = page.evaluate(LOOK)
    return found
