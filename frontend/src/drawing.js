// A drawing that is larger than its room opens with the present item in the middle.
for (const room of document.querySelectorAll('[data-drawing]')) {
  const here = room.querySelector('[aria-current]')?.getBoundingClientRect()
  if (!here) continue
  const around = room.getBoundingClientRect()
  room.scrollLeft += here.left + here.width / 2 - (around.left + around.width / 2)
  room.scrollTop += here.top + here.height / 2 - (around.top + around.height / 2)
}
