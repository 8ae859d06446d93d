// A window in which an option is chosen: its button says which, and what is typed leaves only the options that have it.
// Without JavaScript the window opens all the same, and the button says what is saved.

const windowOf = (input) => input.closest('.menu-sheet')
const buttonOf = (sheet) => sheet && document.querySelector(`.chooser[popovertarget="${CSS.escape(sheet.id)}"]`)
const labelOf = (input) => input.closest('label').textContent.trim()

document.addEventListener('change', (event) => {
  const sheet = windowOf(event.target)
  const button = buttonOf(sheet)
  if (!button || event.target.type === 'search') return
  const chosen = [...sheet.querySelectorAll('input:checked')].map(labelOf).join(', ') || button.dataset.none
  button.querySelector('.grow').textContent = chosen
  button.setAttribute('aria-label', `${sheet.getAttribute('aria-label')}: ${chosen}`)
})

// Chosen by a pointer, one option is enough; arrow keys go on to the next.
document.addEventListener('click', (event) => {
  const entry = event.target.closest('.menu-sheet label:has(input[type="radio"])')
  const sheet = entry && event.detail > 0 ? windowOf(entry) : null
  if (buttonOf(sheet)) setTimeout(() => sheet.hidePopover())
})

document.addEventListener('input', (event) => {
  if (!event.target.matches('.chooser-search')) return
  const sheet = windowOf(event.target)
  const typed = event.target.value.trim().toLocaleLowerCase()
  const entries = [...sheet.querySelectorAll('label')]
  for (const entry of entries) entry.hidden = !entry.textContent.toLocaleLowerCase().includes(typed)
  sheet.querySelector('[data-nothing]').hidden = entries.some((entry) => !entry.hidden)
})

// Enter takes the option it stands on, and does not send the form; Tab would pass over what was found while something is
// chosen that was not, so the arrow key leads there.
document.addEventListener('keydown', (event) => {
  const { target, key } = event
  const sheet = windowOf(target)
  if (!['Enter', 'ArrowDown'].includes(key) || !buttonOf(sheet)) return
  const isSearch = target.matches('.chooser-search')
  if (key === 'Enter' || isSearch) event.preventDefault()
  if (key === 'ArrowDown' && isSearch) sheet.querySelector('label:not([hidden]) input')?.focus()
  if (key === 'Enter' && !isSearch) {
    if (target.type === 'radio' && !target.checked) target.click()
    sheet.hidePopover()
  }
})

document.addEventListener(
  'beforetoggle',
  (event) => {
    event.target.querySelector?.('.chooser-search')?.removeAttribute('hidden')
  },
  true,
)
