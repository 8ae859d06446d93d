// Cells of a list that are edited where they stand ([data-cell] in a row with [data-cells]): a click or Enter opens one,
// arrow keys go from one to the next, Escape leaves it (in_place.js). Of all cells Tab reaches one, the last that had
// the cursor. Without JavaScript "Edit" in the menu of the row does the same.
import htmx from './htmx.js'
import { forget, isTyped } from './unsaved.js'

const CELL = '[data-cells] [data-cell]'
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

const cellOf = (target) => target.closest?.(CELL)
const formIn = (element) => element.querySelector('form.in-place')

function dress() {
  for (const table of document.querySelectorAll('.list-table:has([data-cell])')) {
    const cells = [...table.querySelectorAll(CELL)]
    for (const cell of cells) if (!cell.hasAttribute('tabindex')) cell.tabIndex = -1
    if (!cells.some(({ tabIndex }) => tabIndex === 0)) cells[0].tabIndex = 0
  }
}

dress()
document.addEventListener('htmx:afterSettle', dress)

function goTo(cell) {
  for (const other of cell.closest('table').querySelectorAll('[data-cell][tabindex="0"]')) other.tabIndex = -1
  cell.tabIndex = 0
  cell.focus()
}

function neighbour(cell, [down, right]) {
  const row = cell.parentElement
  const next = down > 0 ? row.nextElementSibling : down < 0 ? row.previousElementSibling : null
  if (down) return next?.querySelector(`[data-cell="${cell.dataset.cell}"]`)
  const cells = [...row.querySelectorAll('[data-cell]')]
  return cells[cells.indexOf(cell) + right]
}

// One at a time: what is open elsewhere and was not touched is left, what was typed there comes first.
function open(cell) {
  const other = formIn(cell.closest('table'))
  if (other && isTyped(other)) return other.querySelector('input:not([type="hidden"]), select, textarea')?.focus()
  other?.querySelector('[data-cancel]').click()
  const row = cell.closest('tr')
  const place = document.createElement('div')
  place.id = `at-${row.id.slice('row-'.length)}-${cell.dataset.cell}`
  place.append(...cell.childNodes)
  cell.append(place)
  const href = `${row.dataset.cells}${cell.dataset.cell}/`
  htmx.ajax('GET', href, { source: place, target: place, swap: 'outerHTML settle:0ms' })
}

document.addEventListener('click', ({ target }) => {
  const cell = cellOf(target)
  if (!cell || formIn(cell) || target.closest('a, button, label, input') || !getSelection().isCollapsed) return
  goTo(cell)
  open(cell)
})

document.addEventListener('keydown', (event) => {
  const cell = event.target.matches?.(CELL) ? event.target : null
  if (!cell || formIn(cell) || event.altKey || event.ctrlKey || event.metaKey) return
  const next = STEPS[event.key] && neighbour(cell, STEPS[event.key])
  if (event.key !== 'Enter' && event.key !== 'F2' && !next) return
  event.preventDefault()
  if (next) goTo(next)
  else open(cell)
})

// Inputs lie above the table; those that would end beyond it end with their cell.
function isBeyond(form) {
  return form.getBoundingClientRect().right > form.closest('table').getBoundingClientRect().right
}

const shown = new WeakMap() // by the bar above a list what it holds of which the list shows the result

const heldBy = (bar) => [...bar.elements].map(({ value }) => value)

function showAgain(bar) {
  const held = shown.get(bar)
  for (const [place, field] of [...bar.elements].entries()) field.value = held[place]
}

for (const bar of document.querySelectorAll('form.filter-bar')) shown.set(bar, heldBy(bar))

// A search renews the list, and with it a cell that is typed into: one is asked first. No brings the cursor back there,
// and the search to what the list still shows.
document.addEventListener('htmx:beforeRequest', (event) => {
  const { target, elt } = event.detail
  if (target.id !== 'list') return
  const form = formIn(target)
  if (!form || !isTyped(form) || window.confirm(form.dataset.discard)) {
    if (form) forget(form)
    if (shown.has(elt)) shown.set(elt, heldBy(elt))
    return
  }
  event.preventDefault()
  if (shown.has(elt)) showAgain(elt)
  form.querySelector('input:not([type="hidden"]), select, textarea')?.focus()
})

let left = null // the cell whose inputs asked for something: the cursor goes back to it

document.addEventListener('htmx:beforeRequest', ({ detail: { elt } }) => {
  const cell = cellOf(elt)
  if (cell && elt.matches('form.in-place, [data-cancel]'))
    left = { row: cell.closest('tr').id, name: cell.dataset.cell }
})

document.addEventListener('htmx:afterSettle', ({ detail }) => {
  const opened = detail.elt?.closest?.(CELL) ?? document.querySelector(`${CELL} [data-open]`)?.closest(CELL)
  const form = opened && formIn(opened)
  form?.classList.toggle('is-back', isBeyond(form))
  if (form && !form.contains(document.activeElement)) {
    const first =
      form.querySelector('[aria-invalid="true"], [autofocus]') ??
      form.querySelector('input:not([type="hidden"]):not([tabindex="-1"]), select, textarea') ??
      form.querySelector('button:not([tabindex="-1"])') // an item that was picked is taken away by one
    first?.focus()
    if (first?.matches('input[type="text"], input:not([type])')) first.select()
  } else if (!form && left) {
    const cell = document.querySelector(`#${left.row} [data-cell="${left.name}"]`)
    left = null
    if (cell) goTo(cell)
  } else if (detail.elt?.matches?.('tr[data-cells]') && document.activeElement === document.body) {
    detail.elt.querySelector('.is-menu button')?.focus() // whose menu opened the dialog that has closed
  }
})
