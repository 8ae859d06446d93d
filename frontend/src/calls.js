// An @ and the beginning of a name in textarea[data-calls] asks that address whom it means; arrow keys choose, Enter or
// Tab takes the name, Escape leaves. Without JavaScript one types the whole name.

const PAUSE = 120 // milliseconds without a key
const CALLED = /(?:^|[\s(])@([^\s@][^\n@]{0,60})?$/

let timer = 0
let asked = 0 // which question is waited for: whoever left waits for none

const listOf = (area) => area.parentElement.querySelector('.calls')
const optionsOf = (area) => [...(listOf(area)?.querySelectorAll('[role="option"]') ?? [])]
const beforeCursor = (area) => area.value.slice(0, area.selectionStart)

function mark(area, chosen) {
  for (const option of optionsOf(area)) option.ariaSelected = String(option === chosen)
  area.setAttribute('aria-activedescendant', chosen.id)
  chosen.scrollIntoView({ block: 'nearest' })
}

function close(area) {
  clearTimeout(timer)
  asked += 1
  listOf(area)?.remove()
  area.removeAttribute('aria-activedescendant')
  area.removeAttribute('aria-controls')
}

function show(area, html) {
  close(area)
  const list = document.createElement('div')
  Object.assign(list, { className: 'calls', id: `${area.id}-calls`, role: 'listbox', innerHTML: html })
  list.setAttribute('aria-label', area.labels[0].textContent)
  area.after(list)
  const options = optionsOf(area)
  if (!options.length) return close(area)
  options.forEach((option, place) => {
    option.id = `${list.id}-${place}`
  })
  area.setAttribute('aria-controls', list.id)
  mark(area, options[0])
}

async function ask(area) {
  const called = CALLED.exec(beforeCursor(area))
  if (!called) return close(area)
  asked += 1
  const mine = asked
  const answer = await fetch(`${area.dataset.calls}?${new URLSearchParams({ q: called[1] ?? '' })}`).catch(() => null)
  const html = answer?.ok ? await answer.text() : ''
  if (mine === asked && document.activeElement === area) show(area, html)
}

function take(area, option) {
  const before = beforeCursor(area)
  const from = before.lastIndexOf('@') + 1
  area.setRangeText(`${option.textContent.trim()} `, from, before.length, 'end')
  close(area)
  area.focus()
  area.dispatchEvent(new Event('change', { bubbles: true }))
}

document.addEventListener('input', ({ target }) => {
  if (!target.matches('textarea[data-calls]')) return
  clearTimeout(timer)
  asked += 1
  timer = setTimeout(() => ask(target), PAUSE)
})

document.addEventListener('keydown', (event) => {
  const { target: area, key } = event
  if (!area.matches?.('textarea[data-calls]') || event.isComposing) return
  const options = optionsOf(area)
  if (key === 'Escape') close(area)
  if (!options.length) return
  const at = options.findIndex((option) => option.ariaSelected === 'true')
  if (key === 'ArrowDown') mark(area, options[(at + 1) % options.length])
  else if (key === 'ArrowUp') mark(area, options[(at || options.length) - 1])
  else if (key === 'Enter' || (key === 'Tab' && !event.shiftKey)) take(area, options[at])
  else if (key !== 'Escape') return
  event.preventDefault()
  event.stopImmediatePropagation()
})

// The cursor stays in the text while a name is pressed.
document.addEventListener('pointerdown', (event) => {
  if (event.target.closest('.calls')) event.preventDefault()
})

document.addEventListener('click', ({ target }) => {
  const option = target.closest('.calls [role="option"]')
  if (option) take(option.closest('.calls').parentElement.querySelector('[data-calls]'), option)
})

document.addEventListener('focusout', ({ target }) => {
  if (target.matches?.('textarea[data-calls]')) close(target)
})
