// A form that takes a while ([data-slow]) shows that it is at work, and is sent once.
document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event
  if (!form.matches('[data-slow]')) return
  if (form.ariaBusy === 'true') return event.preventDefault()
  form.ariaBusy = 'true'
  const turning = document.createElement('span')
  turning.className = 'loading loading-spinner loading-xs'
  submitter?.replaceChildren(turning, submitter.textContent)
})

// "Back" shows the page as it was left.
window.addEventListener('pageshow', (event) => {
  if (event.persisted && document.querySelector('[data-slow][aria-busy]')) location.reload()
})
