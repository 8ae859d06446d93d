// In strips that scroll sideways (tabs, stages) the current entry is brought into view.
function reveal(root) {
  for (const current of root.querySelectorAll('.scroll-strip [aria-current]')) {
    const strip = current.closest('.scroll-strip')
    const [here, frame] = [current.getBoundingClientRect(), strip.getBoundingClientRect()]
    strip.scrollLeft += here.left + here.width / 2 - (frame.left + frame.width / 2)
  }
}

reveal(document)
document.addEventListener('htmx:afterSettle', (event) => reveal(event.detail.target))
