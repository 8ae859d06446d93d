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
    '[autofocus], [aria-invalid="true"], [tabindex="-1"], input:not([type="hidden"]), a, button',
  )
  next?.focus({ preventScroll: true })
})
