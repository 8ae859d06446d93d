// Notices at the foot: spoken when they come, gone by themselves unless one is reading or using them.
const region = document.getElementById('toasts')
const STAYS_MS = 8000
const STAYS_WITH_ACTION_MS = 20000

function leaveLater(toast) {
  if (toast.matches('[data-signed-out]')) return
  const stays = toast.querySelector('form, a') ? STAYS_WITH_ACTION_MS : STAYS_MS
  let timer = setTimeout(() => toast.remove(), stays)
  const wait = () => clearTimeout(timer)
  const goOn = () => {
    timer = setTimeout(() => toast.remove(), stays)
  }
  toast.addEventListener('pointerenter', wait)
  toast.addEventListener('focusin', wait)
  toast.addEventListener('pointerleave', goOn)
  toast.addEventListener('focusout', goOn)
}

function show(template) {
  region.append(template.content.cloneNode(true))
}

if (region) {
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.matches?.('.toast')) leaveLater(node)
    }
  }).observe(region, { childList: true })

  // Screen readers speak only what comes into the region later: put the page's own notices in anew.
  region.append(...region.children)

  region.addEventListener('click', (event) => {
    if (event.target.closest('[data-dismiss]')) event.target.closest('.toast').remove()
  })
  // A refusal says in a notice of its own what is wrong; anything else is a fault of ours.
  document.addEventListener('htmx:responseError', ({ detail }) => {
    const answer = new DOMParser().parseFromString(detail.xhr.responseText, 'text/html')
    const notice = answer.querySelector('.toast')
    if (notice) region.append(notice)
    else show(document.getElementById('toast-failed'))
  })
  document.addEventListener('htmx:sendError', () => show(document.getElementById('toast-offline')))
}
