// Passkeys: ask the browser for one, or have it make one, and send what it answers as a form. Where there are none
// (an old browser, an address without https) the forms stay hidden, and what stands for them is shown.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))

function toText(buffer) {
  const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(signs).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

const ofKey = (key) => ({ ...key, id: toBytes(key.id) })

function readOptions(sent) {
  const options = { ...sent, challenge: toBytes(sent.challenge) }
  if (sent.user) options.user = { ...sent.user, id: toBytes(sent.user.id) }
  for (const list of ['allowCredentials', 'excludeCredentials']) {
    if (sent[list]) options[list] = sent[list].map(ofKey)
  }
  return options
}

const PARTS = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']

function write(credential) {
  const response = {}
  for (const part of PARTS) {
    if (credential.response[part]) response[part] = toText(credential.response[part])
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  })
}

async function optionsOf({ options, optionsHref }) {
  if (options) return readOptions(JSON.parse(options))
  const answer = await fetch(optionsHref, { cache: 'no-store' })
  return readOptions(await answer.json())
}

async function ask(form) {
  const publicKey = await optionsOf(form.dataset)
  const made = form.dataset.passkey === 'new'
  form.elements.credential.value = write(await navigator.credentials[made ? 'create' : 'get']({ publicKey }))
  form.submit()
}

document.addEventListener('submit', async (event) => {
  const form = event.target
  if (!form.matches('[data-passkey]')) return
  event.preventDefault()
  if (form.ariaBusy) return
  form.ariaBusy = 'true'
  const failed = form.querySelector('[data-passkey-failed]')
  failed.hidden = true
  await ask(form).catch(() => {
    failed.hidden = false
  })
  form.ariaBusy = null
})

// No passkey belongs to a bare number such as 127.0.0.1.
const canHere = window.PublicKeyCredential && window.isSecureContext && !/^[\d.]+$|^\[/.test(location.hostname)
if (canHere) {
  for (const form of document.querySelectorAll('[data-passkey]')) form.hidden = false
  for (const instead of document.querySelectorAll('[data-without-passkeys]')) instead.hidden = true
}
