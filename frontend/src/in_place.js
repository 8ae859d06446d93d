// Values that are edited where they are read: a click on one presses its pencil, Escape presses Cancel, and the cursor
// goes into the inputs and back to the value. What is open or typed elsewhere on the page stays when one is saved.
import { forget } from './unsaved.js'

const INPUTS = ':is(input:not([type="hidden"]), select, textarea)'
const LINES = 'input:is([type="text"], [type="number"], [type="email"], [type="tel"])'
const PENCIL = '.pencil'

const placeOf = (element) => element.closest('[id^="at-"]')
const pencilOf = (value) => placeOf(value).querySelector(PENCIL)

// Whoever marks a text with the mouse wants to copy it.
document.addEventListener('click', ({ target }) => {
  const value = target.closest('[data-edit]')
  if (!value || target.closest('a, button, label, summary, input') || !getSelection().isCollapsed) return
  pencilOf(value).click()
})

// A click beside its inputs leaves the cursor in the cell that they stand in.
const formAt = (target) =>
  target.closest?.('form.in-place') ?? target.closest?.('[data-cell]')?.querySelector('form.in-place')

document.addEventListener('keydown', (event) => {
  const form = formAt(event.target)
  if (!form || event.isComposing || event.defaultPrevented) return
  if (event.key === 'Escape' && !form.querySelector(':popover-open')) cancel(form, event)
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
})

function cancel(form, event) {
  event.preventDefault()
  if (isMuch(form) && !window.confirm(form.dataset.discard)) return
  form.querySelector('[data-cancel]').click()
}

const touched = new Map() // the id of a place -> what was typed and pressed there since it was opened, refused or not

function note({ target }) {
  const form = target.closest?.('form.in-place')
  if (!form || !target.name) return
  const { id } = placeOf(form)
  const name = target.matches('button') ? `${target.name}=${target.value}` : target.name
  touched.set(id, (touched.get(id) ?? new Set()).add(name))
}

document.addEventListener('input', note)
document.addEventListener('change', note)

// A line is soon typed again; a long text, or several fields, are not.
function isMuch(form) {
  const names = touched.get(placeOf(form).id) ?? new Set()
  return names.size > 1 || [...form.querySelectorAll('textarea')].some(({ name }) => names.has(name))
}

// What was saved is shown as it is now; see [data-open] in htmx.js.
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const form = detail.requestConfig.elt
  if (form.matches('form.in-place') && detail.target.id === 'item-page')
    form.closest('[data-open]').removeAttribute('data-open')
})

// Saved, one may be sent to another page, when the item is no longer one's own.
document.addEventListener('htmx:beforeOnLoad', ({ detail }) => {
  const { elt, xhr } = detail
  if (
    elt.matches('form.in-place') &&
    xhr.status < 300 &&
    !xhr.getResponseHeader('HX-Redirect')?.startsWith('/sign-in/')
  )
    forget(elt)
})

const places = new WeakMap() // what was pressed -> the id of the place it stands in

document.addEventListener('htmx:beforeRequest', ({ detail: { elt, requestConfig } }) => {
  if (elt.matches('form.in-place, [data-cancel], .pencil')) places.set(elt, placeOf(elt).id)
  if (elt.matches('.pencil')) touched.delete(placeOf(elt).id)
  else if (requestConfig.verb === 'post') note({ target: elt })
})

document.addEventListener('htmx:afterSettle', ({ detail }) => {
  const pressed = detail.requestConfig.elt
  if (!places.has(pressed)) return
  const region = document.getElementById(places.get(pressed))
  places.delete(pressed)
  if (region?.matches('[data-open]')) begin(region)
  else goBackTo(region)
})

function begin(region) {
  const first =
    region.querySelector(`[aria-invalid="true"], [autofocus]`) ??
    region.querySelector(INPUTS) ??
    region.querySelector('button:not([tabindex="-1"])')
  first.focus()
  if (first.matches(LINES)) first.select()
}

// An emptied value lies among the empty ones, which may be folded away.
function goBackTo(region) {
  const pencil = region?.querySelector(PENCIL)
  const seen = pencil?.checkVisibility() ? pencil : region?.closest('details')?.querySelector('summary')
  const next = seen ?? document.getElementById('page-title')
  next.focus({ preventScroll: true })
}
