// The number on the bell: asked for once a minute while the page is seen, and spoken when it has grown.
const EVERY_MS = 60_000
const bells = document.querySelectorAll('[data-bell]')
const news = document.querySelector('[data-bell-news]')
let askedAt = Date.now()
let known = ''

function show({ count, label }) {
  const before = bells[0].querySelector('[data-bell-count]').textContent
  for (const bell of bells) {
    const number = bell.querySelector('[data-bell-count]')
    bell.setAttribute('aria-label', label)
    number.textContent = count
    number.hidden = !count
  }
  if (Number.parseInt(count || '0', 10) > Number.parseInt(before || '0', 10)) news.textContent = label
}

async function ask() {
  if (document.hidden || Date.now() - askedAt < EVERY_MS / 2) return
  askedAt = Date.now()
  // Mostly the answer is "as before" (304). Who is signed out is sent elsewhere, which is no answer either.
  const asked = { redirect: 'manual', cache: 'no-store', headers: { 'If-None-Match': known } }
  const answer = await fetch(bells[0].dataset.bell, asked).catch(() => null)
  if (!answer?.ok) return
  known = answer.headers.get('ETag')
  show(await answer.json())
}

if (bells.length) {
  setInterval(ask, EVERY_MS)
  document.addEventListener('visibilitychange', ask)
}
