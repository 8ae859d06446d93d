// A search with results below it ([data-options] names their place): arrow keys choose one, Enter takes it, Escape
// leaves. Without JavaScript the results are buttons.

const placeOf = (input) => document.getElementById(input.dataset.options)
const optionsOf = (input) => [...(placeOf(input)?.querySelectorAll('.found > button') ?? [])]

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
  const list = options[0]?.parentElement
  if (list) Object.assign(list, { id: `${input.id}-options`, role: 'listbox', ariaLabel: input.ariaLabel })
  Object.assign(input, { role: 'combobox', ariaAutoComplete: 'list', ariaExpanded: String(options.length > 0) })
  input.setAttribute('aria-controls', `${input.id}-options`)
  mark(input, null)
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

const KEYS = {
  ArrowDown: (input) => mark(input, neighbour(input, 'ArrowDown')),
  ArrowUp: (input) => mark(input, neighbour(input, 'ArrowUp')),
  Enter: (input) => {
    input.value = '' // it is answered; what is being typed no answer replaces
    document.getElementById(input.getAttribute('aria-activedescendant')).click()
  },
  Escape: (input) => {
    placeOf(input).replaceChildren()
    dress(input)
  },
}

document.addEventListener('keydown', (event) => {
  const { target: input, key } = event
  if (event.isComposing || !(key in KEYS) || !input.matches('input[data-options]')) return
  if (!optionsOf(input).length || (key === 'Enter' && !input.hasAttribute('aria-activedescendant'))) return
  event.preventDefault()
  event.stopImmediatePropagation()
  KEYS[key](input)
})
