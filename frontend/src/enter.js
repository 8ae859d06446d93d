// Enter in a field that stands beside its own button presses that button, not the form's.
// [data-enter] of the frame around both names the button.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || !event.target.matches('input')) return
  const frame = event.target.closest('[data-enter]')
  const button = frame?.querySelector(frame.dataset.enter)
  if (!button) return
  event.preventDefault()
  button.click()
})
