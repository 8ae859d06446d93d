// Ticking rows: the box of the head ticks the page, with Shift a stretch is ticked, and the bar says how many there are.
// Without JavaScript the boxes work one by one, and the box of the head sends the ids of the page.

const rows = () => [...document.querySelectorAll('.tick[name="id"]')]
let last = null

const settle = () => {
  const head = document.querySelector('[data-tick-page]')
  const count = document.querySelector('[data-many-count]')
  if (!head || !count) return
  const ticked = rows().filter((box) => box.checked).length
  head.indeterminate = ticked > 0 && ticked < rows().length
  head.checked = ticked > 0 && ticked === rows().length
  count.textContent = ticked || ''
}

document.addEventListener('click', (event) => {
  const box = event.target
  if (!box.matches?.('.tick[name="id"]')) return
  const all = rows()
  if (event.shiftKey && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b)
    for (const each of all.slice(from, to + 1)) each.checked = box.checked
  }
  last = box
})

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-tick-page]')) {
    for (const box of rows()) box.checked = event.target.checked
  }
  if (event.target.matches('.tick')) settle()
})

// With the last tick the bar goes; who stood on it stands on the row again that was ticked last.
document.addEventListener('reset', (event) => {
  if (!event.target.matches('[data-many]')) return
  const stood = event.target.contains(document.activeElement)
  setTimeout(() => {
    settle()
    const back = last?.isConnected ? last : document.querySelector('[data-tick-page]')
    if (stood) back?.focus()
  })
})

// What is ticked is sent one by one: the box of the head would say the same again, and more where one was unticked.
document.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-many]')) return
  const head = document.querySelector('[data-tick-page]')
  if (!head) return
  head.disabled = true
  setTimeout(() => {
    head.disabled = false
  })
})

// Whoever thinks better of it finds the same rows ticked on the same page: this tab knows them until another page opens.
const KEPT = 'ticked'
const ofTab = storage()

function storage() {
  try {
    return sessionStorage
  } catch {
    return undefined // a browser may refuse it, and everything else goes on
  }
}

document.addEventListener('submit', ({ target, submitter }) => {
  if (!target.matches('[data-many]')) return
  const asked = new URL(submitter?.hasAttribute('formaction') ? submitter.formAction : target.action)
  const ids = rows()
    .filter((box) => box.checked)
    .map((box) => box.value)
  const whole = target.elements.namedItem('all').checked
  ofTab?.setItem(KEPT, JSON.stringify({ list: location.href, asked: asked.pathname, ids, whole }))
})

const kept = JSON.parse(ofTab?.getItem(KEPT) ?? null)
if (kept?.asked === location.pathname) {
  document.querySelector('main [data-close]')?.setAttribute('href', kept.list)
} else if (kept) {
  ofTab.removeItem(KEPT)
  if (kept.list === location.href) tickAgain()
}

function tickAgain() {
  for (const box of rows()) box.checked = kept.ids.includes(box.value)
  const all = document.querySelector('[data-many] [name="all"]')
  if (all) all.checked = kept.whole
  settle()
}

document.addEventListener('htmx:afterSettle', settle)
addEventListener('pageshow', settle)
