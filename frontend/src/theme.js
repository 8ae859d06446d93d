// Choosing a theme shows at once; the server remembers it.
document.addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-theme-form]')
  if (!form) return
  event.preventDefault()
  const chosen = event.submitter.value
  document.documentElement.toggleAttribute('data-theme', chosen !== '')
  if (chosen) document.documentElement.dataset.theme = chosen
  for (const button of form.querySelectorAll('button[name="theme"]')) {
    button.setAttribute('aria-pressed', String(button === event.submitter))
  }
  fetch(form.action, { method: 'POST', body: new FormData(form, event.submitter) })
})
