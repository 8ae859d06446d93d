// Leaving a page with something typed and not saved asks first. [data-guard] marks the forms people type into;
// data-guard="typed" came back from the server unsaved.

const typed = new Set(document.querySelectorAll('form[data-guard="typed"]'))
let sent = null

// The form is saved, or what was typed there given up.
export const forget = (form) => typed.delete(form)

export const isTyped = (form) => typed.has(form)

const guarded = (element) => element.form?.closest?.('[data-guard]') ?? element.closest?.('form[data-guard]')

export const isUnsaved = () => [...typed].some((form) => form !== sent && form.isConnected)

function note({ target }) {
  const form = guarded(target)
  if (form) typed.add(form)
}

document.addEventListener('input', note)
document.addEventListener('change', note)
// Adding a row or choosing a client types nothing, yet changes the form.
document.addEventListener('htmx:beforeRequest', ({ target, detail }) => {
  if (detail.requestConfig.verb === 'post') note({ target })
})

document.addEventListener('htmx:afterSettle', () => {
  for (const form of document.querySelectorAll('form[data-guard="typed"]')) typed.add(form)
})

document.addEventListener('submit', (event) => {
  if (!event.defaultPrevented) sent = event.target
})
window.addEventListener('pageshow', () => {
  sent = null
})
window.addEventListener('beforeunload', (event) => {
  if (isUnsaved()) event.preventDefault()
})
