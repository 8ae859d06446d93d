// Before a form with something typed is sent, ask whether one is still signed in: else the answer would be the sign-in
// page, and what was typed gone. The same question brings the token that a sign-in in another tab has changed.
import { isUnsaved } from './unsaved.js'

const WHO_AM_I = '/me/'
const asked = new WeakSet()

async function stillHere() {
  const answer = await fetch(WHO_AM_I, { method: 'HEAD', redirect: 'manual', cache: 'no-store' })
  if (!answer.ok) return false
  for (const field of document.querySelectorAll('[name="csrfmiddlewaretoken"]')) {
    field.value = answer.headers.get('X-CSRFToken')
  }
  return true
}

const notice = () => document.querySelector('#toasts [data-signed-out]')

function say(name) {
  notice()?.remove()
  document.getElementById('toasts').append(document.getElementById(name).content.cloneNode(true))
}

// Capturing, so that nobody takes the form for sent before it is.
document.addEventListener(
  'submit',
  async (event) => {
    const { target: form, submitter } = event
    if (!form.matches('[data-guard]') || asked.delete(form)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (form.ariaBusy) return
    form.ariaBusy = 'true'
    const here = await stillHere().catch(() => null)
    form.ariaBusy = null
    if (!here) return say(here === null ? 'toast-offline' : 'toast-signed-out')
    asked.add(form)
    form.requestSubmit(submitter)
  },
  true,
)

// A part of such a page would send the whole of it to sign-in.
document.addEventListener('htmx:beforeOnLoad', (event) => {
  if (!event.detail.xhr.getResponseHeader('HX-Redirect')?.startsWith('/sign-in/') || !isUnsaved()) return
  event.preventDefault()
  say('toast-signed-out')
})

// Back from signing in elsewhere: all is well again.
document.addEventListener('visibilitychange', async () => {
  if (document.hidden || !notice()) return
  if (await stillHere().catch(() => false)) notice()?.remove()
})
