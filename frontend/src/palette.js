// "Search and actions": a window above every page. What is chosen in it closes it first, so that the cursor goes back to
// where it was, and a question that follows finds its place.

const dialog = document.getElementById('palette')
const input = document.getElementById('palette-q')

export function toggle() {
  if (dialog?.open) return dialog.close()
  if (!dialog || document.querySelector('dialog[open]')) return
  document.querySelector('.menu-sheet:popover-open')?.hidePopover()
  input.value = ''
  document.getElementById('palette-found').replaceChildren()
  dialog.showModal()
  input.dispatchEvent(new Event('opened', { bubbles: true }))
}

document.addEventListener('click', ({ target }) => {
  if (target.closest('[data-key="palette"]')) toggle()
})

// Before the click does anything else; one that opens another tab leaves the window open.
dialog?.addEventListener(
  'click',
  (event) => {
    if (event.target.closest('.found :is(a, button)') && !event.ctrlKey && !event.metaKey) dialog.close()
  },
  true,
)
