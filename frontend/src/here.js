// An open item says now and then that somebody looks at it, and hears who else does ([data-here], see c-here). What
// others did shows without loading the page anew; a form is only told. Pages that nobody sees say nothing.
import htmx from './htmx.js'

const EVERY = 20_000
const SOON = 800 // after a page has come, so that it is drawn first
const CHANGED = 'X-Segue-Changed'
// Whoever is choosing something would have it taken from under the hand: it shows the next time.
const CHOOSING = 'dialog[open], :popover-open'

async function ask() {
  const place = document.querySelector('[data-here]')
  if (!place || document.hidden) return
  const said = new URLSearchParams({ state: place.dataset.state })
  if ('inForm' in place.dataset) said.set('form', '1')
  said.set('csrfmiddlewaretoken', document.querySelector('[name="csrfmiddlewaretoken"]').value)
  const answer = await fetch(place.dataset.here, { method: 'POST', body: said, redirect: 'manual' }).catch(() => null)
  if (answer?.status === 200 && place.isConnected) await tell(place, answer)
}

async function tell(place, answer) {
  const found = (await answer.text()).trim()
  if (place.dataset.said !== found) place.innerHTML = found
  place.dataset.said = found
  const now = answer.headers.get(CHANGED)
  if (!now || 'inForm' in place.dataset || document.querySelector(CHOOSING)) return
  place.dataset.state = now
  await htmx.ajax('GET', location.pathname + location.search, {
    source: place,
    target: '#item-page',
    select: '#item-page',
    swap: 'morph',
  })
}

setTimeout(ask, SOON)
setInterval(ask, EVERY)
document.addEventListener('visibilitychange', ask)
