// A field of a form that is arranged is dragged to its place with the mouse; its buttons and its menu do the same.

let dragged = null
let home = null

const arrangerOf = (element) => element.closest('[data-arranger]')
const fieldAt = (target) => target.closest?.('[data-arranger] [data-fields] > li[id]')
const middle = (element) => element.getBoundingClientRect().top + element.offsetHeight / 2

document.addEventListener('pointerdown', ({ target }) => {
  const field = fieldAt(target)
  if (field) field.draggable = !target.closest('button, a, .menu-sheet')
})

document.addEventListener('dragstart', ({ target, dataTransfer }) => {
  dragged = fieldAt(target)
  if (!dragged) return
  home = { list: dragged.parentElement, next: dragged.nextElementSibling }
  dataTransfer.effectAllowed = 'move'
  arrangerOf(dragged).dataset.dragging = ''
})

document.addEventListener('dragover', (event) => {
  const list = dragged && event.target.closest?.('.arranged')?.querySelector('[data-fields]')
  if (!list) return
  event.preventDefault()
  const others = [...list.children].filter((each) => each !== dragged)
  list.insertBefore(dragged, others.find((each) => middle(each) > event.clientY) ?? null)
})

document.addEventListener('drop', (event) => {
  if (dragged) event.preventDefault()
})

// What was let go elsewhere goes home; else the page asks the server how things stand now, and is typed into.
document.addEventListener('dragend', ({ dataTransfer }) => {
  if (!dragged) return
  const arranger = arrangerOf(dragged)
  delete arranger.dataset.dragging
  if (dataTransfer.dropEffect === 'none') home.list.insertBefore(dragged, home.next)
  else arranger.querySelector('[data-look]').click()
  dragged = home = null
})
