// The keys that segue/web/components/keys.py lists; [data-key] marks what each presses. Single keys are off while one is
// typing, and in menus and dialogs, but for the digit that follows "create".
import { toggle } from './palette.js'

const table = JSON.parse(document.querySelector('[data-keys]')?.dataset.keys || '[]')
const LETTER = /^[a-z]$/
const TYPING = `:is(textarea, select, [contenteditable]:not([contenteditable="false"]),
  input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]))`

// What lies in a closed menu can be pressed; what this size of window does not show cannot.
const marked = (does) =>
  [...document.querySelectorAll(`[data-key="${does}"]`)].find(
    (each) => each.checkVisibility() || each.closest('[popover]'),
  )

const rows = () =>
  [...document.querySelectorAll('.list-table > tbody > tr')]
    .map((row) => row.querySelector('.title-link, a, button'))
    .filter((link) => link?.checkVisibility())

function step(by) {
  const links = rows()
  const at = links.findIndex((link) => link.closest('tr').contains(document.activeElement))
  const next = at < 0 ? links[0] : links[at + by]
  next?.focus()
  return Boolean(next)
}

function press(element) {
  element?.click()
  return Boolean(element)
}

function search() {
  const input = marked('search')
  if (!input) return toggle()
  input.focus()
  input.select()
}

const DOES = {
  palette: toggle,
  search,
  next: () => step(1),
  previous: () => step(-1),
  ticked: () => marked('ticked')?.focus(),
}

// Caps lock is not shift: a letter is meant alone, a sign may need shift on this keyboard.
function isPressed({ key, held }, event) {
  if (event.key.toLowerCase() !== key || event.altKey || held !== (event.ctrlKey || event.metaKey)) return false
  return !(event.shiftKey && LETTER.test(key))
}

function isElsewhere({ target }) {
  return Boolean(target.closest?.(TYPING) || document.querySelector('dialog[open], .menu-sheet:popover-open'))
}

function digit(event) {
  if (event.target.closest?.(TYPING)) return // the menu may still be open while one types elsewhere
  const menu = document.querySelector('[data-digits]:popover-open')
  if (!menu || !/^[1-9]$/.test(event.key) || !table.some(({ does }) => does === 'create')) return
  if (press(menu.querySelectorAll('button[formaction]')[event.key - 1])) event.preventDefault()
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing || !event.key) return
  const found = table.find((each) => isPressed(each, event))
  if (!found) return event.ctrlKey || event.metaKey || event.altKey ? undefined : digit(event)
  if (!found.held && isElsewhere(event)) return
  event.preventDefault()
  if (found.does in DOES) DOES[found.does]()
  else press(marked(found.does))
})
