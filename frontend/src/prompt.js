// In a prompt for custom fields the parent box ticks all its fields, and shows whether all, some or none are ticked.
// On a phone the boxes are switches.

const phone = window.matchMedia('(max-width: 47.9375rem)')

const boxesOf = (group) => {
  const [parent, ...fields] = group.querySelectorAll('input[type="checkbox"]')
  return { parent, fields }
}

function reflect(group) {
  const { parent, fields } = boxesOf(group)
  const ticked = fields.filter((box) => box.checked).length
  if (!fields.length) return
  parent.checked = ticked === fields.length
  parent.indeterminate = ticked > 0 && ticked < fields.length
}

document.addEventListener('change', (event) => {
  const group = event.target.closest('[data-all]')
  if (!group) return
  const { parent, fields } = boxesOf(group)
  if (event.target === parent) {
    for (const box of fields) box.checked = parent.checked
  }
  reflect(group)
})

function asSwitches(prompt) {
  for (const box of prompt.querySelectorAll('input[type="checkbox"]')) {
    box.setAttribute('role', 'switch')
    box.closest('.choice').classList.add('is-switch')
  }
}

function reflectAll(root) {
  if (phone.matches) root.querySelectorAll('.prompt').forEach(asSwitches)
  root.querySelectorAll('[data-all]').forEach(reflect)
}
reflectAll(document)
document.addEventListener('htmx:afterSettle', (event) => reflectAll(event.detail.target))
