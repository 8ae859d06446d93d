// In strips that scroll sideways (tabs, stages) the current entry is brought into view.
function reveal(root) {
  for (const current of root.querySelectorAll('.scroll-strip [aria-current]')) {
    const strip = current.closest('.scroll-strip')
    strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2
  }
}

reveal(document)
document.addEventListener('htmx:afterSettle', (event) => reveal(event.detail.target))
