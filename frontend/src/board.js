// A card of a board is dragged with the mouse to another lane, or to a result at the foot; its menu does the same. It
// moves at once, and comes back with the reason where the server refuses; what a stage asks for first, a dialog asks.
import htmx from './htmx.js'
import { forget, isTyped } from './unsaved.js'

let dragged = null
let queue = Promise.resolve()
const moved = new Map() // the cards that stand in a new lane before the server has said so, and where they stood

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
    for (const place of shutTo(card)) place.classList.add('is-shut')
  })
})

// The lanes and results that a card may not go to.
function shutTo(card) {
  const shut = new Set(card.dataset.shut?.split(' '))
  const isShut = ({ value, leadsTo }) => (leadsTo?.split(' ') ?? [value]).every((each) => shut.has(each))
  const places = [...boardOf(card).querySelectorAll('[data-takes], [data-zone]')]
  return places.filter(({ dataset }) => isShut(dataset)).map((place) => place.closest('.lane') ?? place)
}

document.addEventListener('dragover', (event) => {
  if (!dragged) return
  let place = zoneAt(event.target) ?? laneAt(event.target)?.closest('.lane')
  if (place?.classList.contains('is-shut')) place = null
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
  for (const each of board.querySelectorAll('.is-over, .is-shut')) each.classList.remove('is-over', 'is-shut')
  dragged = null
})

function move(card, lane) {
  moved.set(card.id, { lane, home: card.parentElement, next: card.nextElementSibling, asked: false })
  lane.prepend(card)
  cursorTo(card.querySelector('a'))
  send(card, lane.dataset.value)
}

// One after the other, for all cards share one form.
function send(card, value) {
  card.classList.add('is-waiting')
  const sent = () => {
    const present = document.getElementById(card.id)
    if (!present) return
    const form = boardOf(present).querySelector('[data-board-send]')
    form.querySelector('[data-value]').value = value
    form.querySelector('[name="version"]').value = present.dataset.version
    return htmx.ajax('POST', present.dataset.send, { source: form, target: '#dialog', swap: 'innerHTML' })
  }
  queue = queue.then(sent).catch(() => {})
}

function ask(card, what) {
  const menu = card.querySelector('.card-move')
  cursorTo(menu)
  htmx.ajax('GET', `${menu.href}&to=${what}`, { source: menu, target: '#dialog', swap: 'innerHTML' })
}

// What a drag is answered with closes no dialog that was opened meanwhile, unless it is one itself.
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const isAsked = detail.serverResponse.includes('<dialog')
  if (detail.requestConfig.elt.matches('[data-board-send]') && !isAsked) detail.swapOverride = 'none'
})

// A move is answered with the card as it is now, wherever it was moved from; or it was refused.
document.addEventListener('htmx:afterRequest', ({ detail }) => {
  const [, pk] = detail.pathInfo.requestPath.match(/\/(\d+)\/(?:stage|deadline)\//) ?? []
  if (!pk || detail.requestConfig.verb !== 'post') return
  const { status, responseText } = detail.xhr
  const id = `card-${pk}`
  document.getElementById(id)?.classList.remove('is-waiting')
  if (responseText.includes('<dialog')) {
    if (moved.has(id)) moved.get(id).asked = true
    return
  }
  if (status === 200 || status === 409) arrive(id)
  else takeBack(id)
  if (status === 404 || status === 409) for (const lane of document.querySelectorAll('[data-lane]')) refresh(lane)
})

function arrive(id) {
  const card = document.getElementById(id)
  const lane = card && document.getElementById(`lane-cards-${card.dataset.in}`)
  const beside = moved.get(id)?.home ?? card?.parentElement
  if (lane && card.parentElement !== lane) lane.prepend(card)
  if (card && !lane) card.remove()
  moved.delete(id)
  if (!document.querySelector('dialog[open]')) cursorTo((lane ? card : beside)?.querySelector('a') ?? beside)
}

function takeBack(id) {
  const card = document.getElementById(id)
  const { home, next } = moved.get(id) ?? {}
  moved.delete(id)
  if (!card || !home) return
  home.insertBefore(card, next?.parentElement === home ? next : null)
  setTimeout(() => cursorTo(card.querySelector('a')))
}

function refresh(lane) {
  const held = lane.contains(document.activeElement) ? document.activeElement.closest('[data-card]')?.id : null
  const back = () => cursorTo(document.getElementById(held)?.querySelector('a'))
  lane.addEventListener('htmx:afterSwap', back, { once: true })
  htmx.trigger(lane, 'refresh')
}

// Who closes the question of a stage has not moved the card.
document.addEventListener(
  'close',
  ({ target }) => {
    if (target.matches('dialog')) for (const [id, { asked }] of [...moved]) if (asked) takeBack(id)
  },
  true,
)

// The form at the head of a lane takes the place of what opens it.
function closeQuick(form) {
  forget(form)
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
  if (form && !isTyped(form)) closeQuick(form)
})

document.addEventListener('htmx:afterSettle', ({ detail: { target } }) => {
  if (target.id !== 'quick-add') return
  target.parentElement.querySelector('[data-quick-open]').hidden = true
  const fault = target.querySelector('[aria-invalid="true"]')
  cursorTo(fault ?? target.querySelector('input:not([type="hidden"])'))
})

// A filter draws the board anew: what is being added stays as it is, and waits where no lane takes anything new.
let kept = null

document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const form = detail.target.id === 'board' && detail.shouldSwap && document.querySelector('#quick-add > form')
  if (!form) return
  kept = form
  form.remove()
})

document.addEventListener('htmx:afterSettle', () => {
  const place = kept && document.getElementById('quick-add')
  if (!place || place.childElementCount) return
  place.append(kept)
  place.parentElement.querySelector('[data-quick-open]').hidden = true
  kept = null
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
