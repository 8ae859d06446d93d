// Registers the service worker (worker.js) where browsers allow one, and says on a page that comes from it that it is an
// old one. Everything works without it.
const ITEMS = 'segue-items-'
const OFFLINE = '/offline/'
const LOOKS_AGAIN_MS = 3000
const page = document.documentElement

if (navigator.serviceWorker && window.isSecureContext) {
  window.addEventListener('load', () => navigator.serviceWorker.register('/service-worker.js').catch(() => {}))
}

const { asOf } = page.dataset
const standIn = document.querySelector('[data-offline]')

if (asOf) {
  const notice = document.getElementById('kept-notice').content.cloneNode(true)
  const when = new Intl.DateTimeFormat(page.lang, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(asOf))
  notice.querySelector('time').dateTime = asOf
  notice.querySelector('time').textContent = when
  document.body.prepend(notice)
}

if (asOf || standIn) window.addEventListener('online', lookAgain)
if (standIn) {
  offer(standIn.querySelector('[data-kept]'))
  if (location.pathname !== OFFLINE) setInterval(lookAgain, LOOKS_AGAIN_MS)
}

// A network that is there is not yet one by which Segue answers; to load again what cannot be had would only take away
// what somebody has just clicked.
async function lookAgain() {
  const answer = await fetch(OFFLINE, { method: 'HEAD', cache: 'no-store' }).catch(() => null)
  if (answer?.ok) location.reload()
}

// The items that were kept, the last one first.
async function offer(place) {
  const list = place.querySelector('ul')
  for (const name of (await caches.keys()).filter((each) => each.startsWith(ITEMS))) {
    const items = await caches.open(name)
    for (const request of (await items.keys()).reverse()) list.append(await entry(items, request))
  }
  place.hidden = !list.children.length
}

async function entry(items, request) {
  const text = await (await items.match(request)).text()
  const link = document.createElement('a')
  link.href = request.url
  link.className = 'link'
  link.textContent = new DOMParser().parseFromString(text, 'text/html').querySelector('h1').textContent
  const row = document.createElement('li')
  row.append(link)
  return row
}
