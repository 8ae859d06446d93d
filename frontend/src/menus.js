// Arrow keys in menus. Opening, closing, Escape and the return of the cursor are the browser's (popover).

const entriesOf = (menu) =>
  [...menu.querySelectorAll('a[href], button:not(:disabled), input:not([type="hidden"])')].filter((entry) =>
    entry.checkVisibility(),
  )

function opens(button) {
  const menu = document.getElementById(button.getAttribute('popovertarget'))
  if (!menu) return null
  if (!menu.matches(':popover-open')) menu.showPopover({ source: button })
  return menu
}

function neighbour(entries, key) {
  const at = entries.indexOf(document.activeElement)
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[key]
  return entries[(next + entries.length) % entries.length]
}

document.addEventListener('keydown', (event) => {
  if (!['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) return
  const button = event.target.closest('button[popovertarget]')
  const inside = event.target.closest('.menu-sheet')
  const menu = inside ?? (button && event.key === 'ArrowDown' ? opens(button) : null)
  if (!menu || event.target.matches('input:is([type="search"], [type="radio"]), select, textarea')) return
  event.preventDefault()
  neighbour(entriesOf(menu), event.key)?.focus()
})

// Opened by the keyboard (no pointer), a menu takes the cursor to its first entry.
document.addEventListener('click', (event) => {
  const button = event.target.closest('button[popovertarget]')
  if (!button || event.detail !== 0) return
  const menu = document.getElementById(button.getAttribute('popovertarget'))
  requestAnimationFrame(() => menu?.matches(':popover-open') && entriesOf(menu)[0]?.focus())
})

// A menu stays while its entry is at work, and is gone before the answer changes the page.
document.addEventListener('htmx:beforeSwap', (event) => {
  if (!event.detail.requestConfig.elt.closest('.menu-sheet')) return
  for (const menu of document.querySelectorAll('.menu-sheet:popover-open')) menu.hidePopover()
})
