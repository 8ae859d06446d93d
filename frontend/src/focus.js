// When htmx replaces the part that held the cursor, the cursor goes on in the new part, not to the top of the page.

let within = null

document.addEventListener('htmx:beforeSwap', (event) => {
  const target = event.detail.target
  within = target.contains(document.activeElement) && document.activeElement !== document.body ? target.id : null
})

document.addEventListener('htmx:afterSettle', () => {
  const region = within && document.getElementById(within)
  within = null
  if (!region || region.contains(document.activeElement)) return
  const next = region.querySelector(
    '[autofocus], [aria-invalid="true"], [tabindex="-1"], input:not([type="hidden"]), select, a, button',
  )
  next?.focus({ preventScroll: true })
})

// A whole page leads back to what was pressed by a fragment, which works by itself; the address bar need not keep it.
window.addEventListener('load', () => {
  begin()
  const pressed = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (pressed?.closest('#item-form')) firstOf(pressed)?.focus()
  if (!pressed?.matches('[data-back]')) return
  pressed.focus({ preventScroll: true })
  history.replaceState(history.state, '', location.pathname + location.search)
})

// A pencil that was opened in a tab of its own leads to its inputs in the whole form.
function firstOf(place) {
  const inputs = ':is(input:not([type="hidden"]), select, textarea)'
  return place.matches(inputs) ? place : place.querySelector(inputs)
}

// A form that was refused begins at its first fault, one for something new ([data-begin]) at its first field; where the
// page names a place by [autofocus], there.
function begin() {
  if (document.activeElement !== document.body || location.hash) return
  const fault = document.querySelector('form [autofocus], form [aria-invalid="true"]')
  const fields = 'form[data-begin] :is(input:not([type="hidden"]), select, textarea)'
  const start = fault ?? document.querySelector(fields)
  start?.focus()
}
