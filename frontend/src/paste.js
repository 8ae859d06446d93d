// Cells copied from a spreadsheet become product rows when they are pasted where a product is named: the same as pasting
// them into "Copied cells" and pressing its button.
document.addEventListener('paste', (event) => {
  const rows = event.target.closest?.('.cell-name')?.closest('.product-rows')
  const cells = event.clipboardData?.getData('text/plain') ?? ''
  if (!rows || !/\t|\n./.test(cells)) return
  event.preventDefault()
  event.target.blur() // what has the cursor would stay as it is, and its row without a name
  document.addEventListener('htmx:afterSettle', () => rows.querySelector('[value="add"]').focus(), { once: true })
  rows.querySelector('[name="rows_paste"]').value = cells
  rows.querySelector('[name="rows_action"][value="paste"]').click()
})
