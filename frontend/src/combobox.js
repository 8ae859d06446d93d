// A search with results below it ([data-options] names their place): arrow keys choose one, Enter takes it, Escape
// leaves. With [data-first] the first one is chosen, Enter waits for the answer to what was typed ([data-answers] says
// to what the results belong), and Escape is left to the dialog. Without JavaScript the results are links and buttons.

const placeOf = (input) => document.getElementById(input.dataset.options)
const optionsOf = (input) => [...(placeOf(input)?.querySelectorAll('.found :is(button, a)') ?? [])]
const takesFirst = (input) => input.matches('[data-first]')
const isAnswered = (input) => placeOf(input).querySelector('[data-answers]')?.dataset.answers === input.value.trim()

const waiting = new WeakSet() // inputs in which Enter was pressed before the answer came

function mark(input, chosen) {
  for (const option of optionsOf(input)) option.ariaSelected = String(option === chosen)
  if (chosen) input.setAttribute('aria-activedescendant', chosen.id)
  else input.removeAttribute('aria-activedescendant')
  chosen?.scrollIntoView({ block: 'nearest' })
}

function dress(input) {
  const options = optionsOf(input)
  options.forEach((option, place) => {
    Object.assign(option, { id: `${input.id}-${place}`, role: 'option', tabIndex: -1 })
  })
  const list = options[0]?.closest('.found')
  if (list) Object.assign(list, { id: `${input.id}-options`, role: 'listbox', ariaLabel: input.ariaLabel })
  Object.assign(input, { role: 'combobox', ariaAutoComplete: 'list', ariaExpanded: String(options.length > 0) })
  input.setAttribute('aria-controls', `${input.id}-options`)
  mark(input, takesFirst(input) ? options[0] : null)
  if (waiting.has(input) && isAnswered(input)) answer(input)
}

const dressAll = (root) => root.querySelectorAll('input[data-options]').forEach(dress)
dressAll(document)
document.addEventListener('htmx:afterSettle', () => dressAll(document))

function neighbour(input, key) {
  const options = optionsOf(input)
  const at = options.findIndex((option) => option.ariaSelected === 'true')
  if (key === 'ArrowDown') return options[(at + 1) % options.length]
  return options[(at < 1 ? options.length : at) - 1]
}

function take(input) {
  input.value = '' // it is answered; what is being typed no answer replaces
  document.getElementById(input.getAttribute('aria-activedescendant')).click()
}

// Whoever has left meanwhile wants nothing any more.
function answer(input) {
  waiting.delete(input)
  if (document.activeElement === input && optionsOf(input).length) take(input)
}

const KEYS = {
  ArrowDown: (input) => mark(input, neighbour(input, 'ArrowDown')),
  ArrowUp: (input) => mark(input, neighbour(input, 'ArrowUp')),
  Enter: take,
  Escape: (input) => {
    placeOf(input).replaceChildren()
    dress(input)
  },
}

function works(input, key) {
  if (takesFirst(input) && key === 'Escape') return false
  return optionsOf(input).length && (key !== 'Enter' || input.hasAttribute('aria-activedescendant'))
}

document.addEventListener('keydown', (event) => {
  const { target: input, key } = event
  if (event.isComposing || !(key in KEYS) || !input.matches('input[data-options]')) return
  const tooSoon = key === 'Enter' && takesFirst(input) && !isAnswered(input)
  if (!tooSoon && !works(input, key)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (tooSoon) waiting.add(input)
  else KEYS[key](input)
})

for (const anew of ['input', 'opened']) document.addEventListener(anew, ({ target }) => waiting.delete(target))
