// Dialogs that htmx brings open by themselves; [data-close] and a click beside them close them. The cursor goes back to
// what was pressed, or, where a key or a window that has closed pressed it, to where it was.
// Without JavaScript the same content is a page and [data-close] is a link back.

let opener = null

document.addEventListener('htmx:beforeRequest', (event) => {
  const { elt } = event.detail
  if (!document.querySelector('dialog[open]')) opener = elt.checkVisibility() ? elt : document.activeElement
})

document.addEventListener('htmx:afterSettle', (event) => {
  const dialog = event.detail.target.querySelector?.('dialog.sheet')
  if (!dialog || dialog.open) return
  dialog.showModal()
  dialog.addEventListener('close', () => {
    dialog.remove()
    const menu = opener?.closest('[popover]')
    const button = menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : opener
    button?.focus()
  })
})

document.addEventListener('click', (event) => {
  const dialog = event.target.closest('dialog[open]')
  if (!dialog) return
  const closes = event.target.closest('[data-close]')
  if (closes) event.preventDefault()
  if (closes || event.target === dialog) dialog.close()
})
