// The service worker, served at /service-worker.js. It keeps what was built and one page that stands in while the network
// is away, nothing else; where the administrator allows it, also the items that this person opened last. The server says
// so in the header Segue-Keep, with the person's id: without it, or with another id, what was kept is thrown away.
const SHELL = 'segue-shell'
const ITEMS = 'segue-items-'
const OFFLINE = '/offline/'
const SIGN_OUT = '/sign-out/'
const BUILT = '/static/build/assets/' // named by their content: they never change
const STATIC = '/static/'
const AN_ITEM = /^\/(leads|deals|contacts|companies|estimates|invoices)\/\d+\/$/
const MOST = 20

self.addEventListener('install', (event) => {
  self.skipWaiting()
  event.waitUntil(keepShell().then(() => wipe())) // pages of an older build lack their files
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== self.location.origin) return
  if (request.method === 'POST' && pathname === SIGN_OUT) event.waitUntil(wipe())
  if (request.method !== 'GET') return
  if (request.mode === 'navigate') event.respondWith(visit(event))
  else if (pathname.startsWith(STATIC)) event.respondWith(file(request, pathname))
})

// The page that stands in, in the language it is answered in, and the files it needs; older files go.
async function keepShell() {
  const answer = await fetch(OFFLINE, { cache: 'reload' })
  if (!answer.ok || answer.redirected) throw new Error('There is no page to keep.')
  const shell = await caches.open(SHELL)
  const needed = (await answer.clone().text()).match(/\/static\/[^"]+/g) ?? []
  await Promise.all(needed.map((each) => shell.add(each)))
  await shell.put(OFFLINE, answer)
  for (const request of await shell.keys()) {
    if (![OFFLINE, ...needed].includes(new URL(request.url).pathname)) await shell.delete(request)
  }
}

async function file(request, pathname) {
  const shell = await caches.open(SHELL)
  const kept = await shell.match(request)
  if (kept && pathname.startsWith(BUILT)) return kept
  try {
    const answer = await fetch(request)
    if (answer.ok && pathname.startsWith(BUILT)) await shell.put(request, answer.clone())
    return answer
  } catch (away) {
    if (kept) return kept
    throw away
  }
}

async function visit(event) {
  try {
    const answer = await fetch(event.request)
    const isItem = AN_ITEM.test(new URL(event.request.url).pathname)
    event.waitUntil(remember(event.request, isItem ? answer.clone() : answer)) // a file is not read twice
    return answer
  } catch {
    return (await kept(event.request)) ?? (await caches.match(OFFLINE, { cacheName: SHELL })) ?? Response.error()
  }
}

// Only Segue says in which language it answers; what a proxy answers for it changes nothing.
async function remember(request, answer) {
  const language = answer.headers.get('Content-Language')
  if (answer.type !== 'basic' || !language || answer.status >= 500) return
  const person = answer.headers.get('Segue-Keep')
  const own = person && ITEMS + person
  await wipe(own)
  const { pathname, search } = new URL(request.url)
  if (own && !search && AN_ITEM.test(pathname)) await keep(own, pathname, answer)
  const standIn = await caches.match(OFFLINE, { cacheName: SHELL })
  if (standIn?.headers.get('Content-Language') !== language) await keepShell()
}

// The newest stands last. An item that one may no longer open goes.
async function keep(own, pathname, answer) {
  const items = await caches.open(own)
  await items.delete(pathname)
  if (!answer.ok) return
  const headers = new Headers(answer.headers)
  headers.set('Segue-As-Of', new Date().toISOString())
  await items.put(pathname, new Response(await answer.blob(), { headers }))
  const all = await items.keys()
  for (const oldest of all.slice(0, -MOST)) await items.delete(oldest)
}

async function kept(request) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(ITEMS)) continue
    const answer = await caches.match(new URL(request.url).pathname, { cacheName: name })
    if (!answer) continue
    const asOf = answer.headers.get('Segue-As-Of')
    const page = (await answer.text()).replace('<html ', `<html data-as-of="${asOf}" `)
    return new Response(page, { headers: answer.headers })
  }
}

async function wipe(except = null) {
  for (const name of await caches.keys()) {
    if (name.startsWith(ITEMS) && name !== except) await caches.delete(name)
  }
}
