// A card of a board is dragged with the mouse to another lane, or to a result at the foot; its menu does the same. It
// moves at once, and comes back with the reason where the server refuses; what a stage asks for first, a dialog asks.
import htmx from './htmx.js'

let dragged = null
let moved = null // a card that stands in its new lane before the server has said so, and where it stood
const DIALOG = '#dialog dialog'

const boardOf = (element) => element.closest('[data-board]')
const cardAt = (target) => target.closest?.('[data-card][data-send]')
const laneAt = (target) => target.closest?.('.lane')?.querySelector('[data-takes]')
const zoneAt = (target) => target.closest?.('[data-zone]')
const cursorTo = (element) => element?.focus({ preventScroll: true })

document.addEventListener('dragstart', (event) => {
  dragged = cardAt(event.target)
  if (!dragged) return
  event.dataTransfer.effectAllowed = 'move'
  event.dataTransfer.setData('text/plain', dragged.id)
  const card = dragged
  // A page that changes under the hand within this event ends the drag.
  setTimeout(() => {
    card.classList.add('is-dragged')
    boardOf(card).dataset.dragging = ''
  })
})

document.addEventListener('dragover', (event) => {
  if (!dragged) return
  const place = zoneAt(event.target) ?? laneAt(event.target)?.closest('.lane')
  for (const each of boardOf(dragged).querySelectorAll('.is-over')) if (each !== place) each.classList.remove('is-over')
  if (!place) return
  event.preventDefault()
  place.classList.add('is-over')
})

document.addEventListener('drop', (event) => {
  if (!dragged) return
  event.preventDefault()
  const [zone, lane] = [zoneAt(event.target), laneAt(event.target)]
  if (zone?.dataset.asks) ask(dragged, zone.dataset.asks)
  else if (zone) send(dragged, zone.dataset.value)
  else if (lane && lane !== dragged.parentElement) move(dragged, lane)
})

document.addEventListener('dragend', () => {
  if (!dragged) return
  const board = boardOf(dragged)
  dragged.classList.remove('is-dragged')
  delete board.dataset.dragging
  for (const each of board.querySelectorAll('.is-over')) each.classList.remove('is-over')
  dragged = null
})

function move(card, lane) {
  moved = { card, lane, home: card.parentElement, next: card.nextElementSibling }
  lane.prepend(card)
  cursorTo(card.querySelector('a'))
  send(card, lane.dataset.value)
}

function send(card, value) {
  const form = boardOf(card).querySelector('[data-board-send]')
  form.querySelector('[data-value]').value = value
  form.querySelector('[name="version"]').value = card.dataset.version
  card.classList.add('is-waiting')
  htmx.ajax('POST', card.dataset.send, { source: form, target: '#dialog', swap: 'innerHTML' }).catch(() => {})
}

function ask(card, what) {
  const menu = card.querySelector('.card-move')
  cursorTo(menu)
  htmx.ajax('GET', `${menu.href}&to=${what}`, { source: menu, target: '#dialog', swap: 'innerHTML' })
}

// A move is answered with the card as it is now, wherever it was moved from; or it was refused.
document.addEventListener('htmx:afterRequest', ({ detail }) => {
  const [, pk] = detail.pathInfo.requestPath.match(/\/(\d+)\/(?:stage|deadline)\//) ?? []
  if (!pk || detail.requestConfig.verb !== 'post') return
  const status = detail.xhr.status
  const card = document.getElementById(`card-${pk}`)
  card?.classList.remove('is-waiting')
  if (document.querySelector(DIALOG) && status !== 200) return
  if (status === 200 || status === 409) arrive(card)
  else takeBack()
  if (status === 404 || status === 409) for (const lane of document.querySelectorAll('[data-lane]')) refresh(lane)
})

function arrive(card) {
  const lane = card && document.getElementById(`lane-cards-${card.dataset.in}`)
  const beside = moved?.home ?? card?.parentElement
  if (lane && card.parentElement !== lane) lane.prepend(card)
  if (card && !lane) card.remove()
  moved = null
  cursorTo((lane ? card : beside)?.querySelector('a') ?? beside)
}

function takeBack() {
  if (!moved) return
  const { card, home, next } = moved
  home.insertBefore(card, next?.parentElement === home ? next : null)
  moved = null
  setTimeout(() => cursorTo(card.querySelector('a')))
}

function refresh(lane) {
  const held = lane.contains(document.activeElement) ? document.activeElement.closest('[data-card]')?.id : null
  const back = () => cursorTo(document.getElementById(held)?.querySelector('a'))
  lane.addEventListener('htmx:afterSwap', back, { once: true })
  htmx.trigger(lane, 'refresh')
}

// Who closes the question of a stage has not moved the card.
document.addEventListener('close', ({ target }) => target.matches('dialog') && takeBack(), true)

// The form at the head of a lane takes the place of what opens it.
function closeQuick(form) {
  const open = form.closest('.quick-add').querySelector('[data-quick-open]')
  form.remove()
  open.hidden = false
  open.focus()
}

document.addEventListener('click', ({ target }) => {
  const close = target.closest('[data-quick-close]')
  if (close) closeQuick(close.closest('form'))
})

document.addEventListener('keydown', ({ key, target }) => {
  const form = key === 'Escape' && target.closest('.quick-form')
  if (form && !target.value) closeQuick(form)
})

document.addEventListener('htmx:afterSettle', ({ detail: { target } }) => {
  if (target.id !== 'quick-add') return
  target.parentElement.querySelector('[data-quick-open]').hidden = true
  const fault = target.querySelector('[aria-invalid="true"]')
  cursorTo(fault ?? target.querySelector('input:not([type="hidden"])'))
})

// On the phone the strip shows which lane is seen, and brings up another.
document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-lane-link]')
  if (!link) return
  event.preventDefault()
  document.querySelector(link.hash).scrollIntoView({ block: 'nearest', inline: 'start', behavior: 'smooth' })
})

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) show(target)
  },
  { threshold: 0.6 },
)

function show(lane) {
  const strip = boardOf(lane).querySelector('.lane-strip')
  for (const link of strip.children) {
    const here = link.hash === `#${lane.id}`
    if (here) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
    if (here) strip.scrollTo({ left: link.offsetLeft - strip.offsetWidth / 2 + link.offsetWidth / 2 })
  }
}

function watch(root) {
  if (!matchMedia('(max-width: 47.9375rem)').matches) return
  for (const lane of root.querySelectorAll('[data-board] .lane')) seen.observe(lane)
}

watch(document)
document.addEventListener('htmx:afterSettle', (event) => event.detail.target.id === 'board' && watch(document))
