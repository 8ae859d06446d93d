// "Back" shows a page as the browser kept it: ticked boxes of a menu are as the server sent them, and what may have
// changed meanwhile is asked for anew, unless something is typed there.
import { isUnsaved } from './unsaved.js'

window.addEventListener('pageshow', (event) => {
  for (const box of document.querySelectorAll('[name="review"]')) box.checked = box.defaultChecked
  if (event.persisted && !isUnsaved()) location.reload()
})
