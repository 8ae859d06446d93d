// htmx under a strict content security policy, with morphing for parts that keep the cursor.
import htmx from 'htmx.org/dist/htmx.esm.js'
import { Idiomorph } from 'idiomorph/dist/idiomorph.esm.js'
import { isTyped } from './unsaved.js'

htmx.config.allowEval = false
htmx.config.includeIndicatorStyles = false
htmx.config.historyCacheSize = 0
htmx.config.refreshOnHistoryMiss = true
htmx.config.responseHandling = [
  { code: '204', swap: false },
  { code: '[23]..', swap: true },
  // A refused form comes back with its messages, a stale plan with the fresh one.
  { code: '409|422', swap: true },
  { code: '[45]..', swap: false, error: true },
]

// Used by hx-swap="morph"; base.html switches it on. What is being typed right now is left alone.
htmx.defineExtension('morph', {
  isInlineSwap: (style) => style === 'morph',
  handleSwap: (style, target, fragment) =>
    style === 'morph'
      ? Idiomorph.morph(target, fragment.children, {
          morphStyle: 'outerHTML',
          ignoreActiveValue: isTyping(),
          callbacks: { beforeNodeMorphed: mayChange, beforeAttributeUpdated: mayTurn },
        })
      : false,
})

// What is being edited in its place, or typed in a form of its own, stays when the page around it is brought up to date.
function mayChange(old) {
  return !(old.nodeType === Node.ELEMENT_NODE && (old.matches('[data-open], [data-keep]') || isTyped(old)))
}

// What was unfolded stays so.
function mayTurn(name, element) {
  return !(name === 'open' && element.matches('details'))
}

// A button that was just pressed is no such place: left alone it would keep its old words for a new meaning.
function isTyping() {
  return Boolean(document.activeElement?.matches('input, textarea, select'))
}

// A search inside a larger form sends only its own text, under the name in [data-sends].
document.addEventListener('htmx:configRequest', (event) => {
  const { elt, parameters } = event.detail
  if (!elt.dataset.sends) return
  for (const name of [...parameters.keys()]) parameters.delete(name)
  parameters.set(elt.dataset.sends, elt.value)
})

// A search keeps only what was chosen in the address; what is marked [data-always] is sent empty too.
document.addEventListener('htmx:configRequest', (event) => {
  const { elt, parameters, verb } = event.detail
  if (verb !== 'get' || !elt.matches('form')) return
  for (const [name, value] of [...parameters.entries()])
    if (value === '' && !elt.elements[name]?.matches?.('[data-always]')) parameters.delete(name)
})

// A request that a newer one replaces is no fault; htmx writes it to the console as one.
document.addEventListener('htmx:beforeSend', ({ detail: { xhr } }) => {
  const { onabort } = xhr
  xhr.onabort = (event) => {
    const { error } = console
    console.error = () => {}
    onabort.call(xhr, event)
    console.error = error
  }
})

export default htmx
