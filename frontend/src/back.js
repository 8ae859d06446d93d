// "Back" shows a page as the browser kept it: ticked boxes of a menu are as the server sent them, and what may have
// changed meanwhile ([data-fresh] says so) is asked for anew, unless something is typed there.
import { isUnsaved } from './unsaved.js'

function isKept() {
  const [arrival] = performance.getEntriesByType('navigation')
  return arrival?.type === 'back_forward' && arrival.transferSize === 0
}

window.addEventListener('pageshow', (event) => {
  for (const box of document.querySelectorAll('[name="review"]')) box.checked = box.defaultChecked
  if (!event.persisted && !isKept()) return
  if (document.querySelector('[data-fresh]') && !isUnsaved()) location.reload()
})
