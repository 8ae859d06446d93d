// Files dropped on a timeline, or pasted where its comment is written, join those that were picked there.
// form[data-takes-files]; without JavaScript the browser's own input stands in the form.

const formOf = (element) => element.closest?.('.timeline')?.querySelector('form[data-takes-files]')
const carries = (transfer) => transfer?.types.includes('Files')
// A spreadsheet gives a picture of the cells along with their text.
const isText = ({ types }) => types.includes('text/plain') && types.includes('text/html')

function hold(input, files) {
  const held = new DataTransfer()
  for (const file of files) held.items.add(file)
  input.files = held.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
}

function add(form, files) {
  const input = form.elements.files
  hold(input, [...input.files, ...files])
}

function list(input) {
  input.form.querySelector('.attached')?.remove()
  if (!input.files.length) return
  const names = document.createElement('ul')
  names.className = 'attached'
  for (const file of input.files) names.append(entry(input, file))
  input.form.querySelector('.comment-buttons').before(names)
}

function entry(input, file) {
  const item = document.querySelector('#attached-file').content.cloneNode(true)
  item.querySelector('.picked-name').textContent = file.name
  const remove = item.querySelector('button')
  remove.setAttribute('aria-label', remove.getAttribute('aria-label').replace('{}', file.name))
  remove.addEventListener('click', () => {
    hold(
      input,
      [...input.files].filter((each) => each !== file),
    )
    input.focus()
  })
  return item
}

document.addEventListener('change', ({ target }) => {
  if (target.matches('form[data-takes-files] input[type="file"]')) list(target)
})

// Where the timeline takes no files, while an activity is written, the browser shall not open them either.
document.addEventListener('dragover', (event) => {
  if (!carries(event.dataTransfer) || !event.target.closest?.('.timeline')) return
  const form = formOf(event.target)
  event.preventDefault()
  if (form) form.closest('.composer').classList.add('is-target')
  else event.dataTransfer.dropEffect = 'none'
})

for (const left of ['dragleave', 'drop', 'dragend'])
  document.addEventListener(left, () => document.querySelector('.composer.is-target')?.classList.remove('is-target'))

document.addEventListener('drop', (event) => {
  const form = carries(event.dataTransfer) && formOf(event.target)
  if (!form) return
  event.preventDefault()
  add(form, event.dataTransfer.files)
})

document.addEventListener('paste', (event) => {
  const form = event.target.closest?.('form[data-takes-files]')
  if (!form || !event.clipboardData?.files.length || isText(event.clipboardData)) return
  event.preventDefault()
  add(form, event.clipboardData.files)
})
