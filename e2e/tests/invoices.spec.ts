// Invoices: a partner asks in the portal, finance issues with a number and a file, the partner reads
// it, a part is taken back by a red letter, and the order shows what is invoiced now.
import { readFileSync } from 'node:fs'

import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('an invoice goes from the request to the red letter', async ({ as, api, watch }) => {
  test.setTimeout(120_000)
  // A number of three digits.
  watch.expect(/422.*\/invoices\/[^/]+\/status/)
  const own = await api('partner')
  const { body: open } = await own.get('/api/v1/partners/invoices/open-orders')
  expect(open.length, 'the demo has orders to invoice').toBeGreaterThan(0)
  const order = open[0]
  const number = `26${Date.now()}`.padEnd(20, '0')

  const partner = await as('partner', { language: 'en' })
  await partner.goto(`/portal/orders/${order.number}`)
  await partner.getByRole('link', { name: 'Request an invoice' }).click()
  await expect(partner.getByRole('checkbox', { name: order.number })).toBeChecked()
  await expect(partner.getByLabel(`Amount of ${order.number}`)).toHaveValue(order.open)
  await partner.getByLabel('Tax number').fill('9131-abc')
  await partner.getByRole('button', { name: 'Send the request' }).click()
  await expect(partner.getByText('A tax number has 15 to 20 digits and capitals')).toBeVisible()
  await partner.getByLabel('Tax number').fill('91310115MA1K4ABC3X')
  await photograph(partner, 'invoice-request')
  await partner.getByRole('button', { name: 'Send the request' }).click()
  await expect(partner.getByRole('heading', { name: /^INV-/ })).toBeVisible()
  const reference = (await partner.getByRole('heading', { name: /^INV-/ }).textContent()) ?? ''

  const finance = await as('finance', { language: 'en' })
  await finance.goto('/finance/invoices?status=requested')
  await expect(finance.getByTestId('invoice-sums')).toBeVisible()
  await photograph(finance, 'invoices')
  await finance.getByRole('link', { name: reference.trim() }).click()
  await finance.getByRole('button', { name: 'Issue', exact: true }).click()
  const issue = finance.getByRole('dialog')
  await issue.getByRole('textbox', { name: 'Number', exact: true }).fill('123')
  await issue.getByRole('button', { name: 'Issue', exact: true }).click()
  await expect(issue.getByText('The number has 20 digits').first()).toBeVisible()
  await issue.getByRole('textbox', { name: 'Number', exact: true }).fill(number)
  await issue.getByRole('button', { name: 'Issue', exact: true }).click()
  await expect(finance.getByRole('heading', { name: number })).toBeVisible()
  const pdf = Buffer.from('%PDF-1.4\n% an invoice\n%%EOF\n')
  await finance.getByLabel('Upload the file').setInputFiles({
    name: '发票.pdf', mimeType: 'application/pdf', buffer: pdf,
  })
  await expect(finance.getByText('发票.pdf').first()).toBeVisible()
  await finance.getByRole('button', { name: 'Deliver', exact: true }).click()
  await finance.getByRole('dialog').getByRole('button', { name: 'Deliver', exact: true }).click()
  await expect(finance.getByText('delivered', { exact: true }).first()).toBeVisible()
  await photograph(finance, 'invoice')

  await partner.goto(`/portal/invoices/${number}`)
  await expect(partner.getByText('delivered', { exact: true }).first()).toBeVisible()
  const [download] = await Promise.all([
    partner.waitForEvent('download'),
    partner.getByRole('button', { name: 'Download the file' }).click(),
  ])
  expect(readFileSync(await download.path()).equals(pdf)).toBe(true)

  await finance.getByRole('button', { name: 'Red letter', exact: true }).click()
  const red = finance.getByRole('dialog')
  await red.getByRole('radio', { name: 'Part, line by line' }).check()
  await red.getByLabel(/^Line 1:/).fill('100.00')
  await red.getByRole('button', { name: 'Red letter', exact: true }).click()
  await expect(finance.getByRole('heading', { name: /^INV-/ })).toBeVisible()
  await finance.getByRole('button', { name: 'Issue', exact: true }).click()
  const again = finance.getByRole('dialog')
  await again.getByRole('textbox', { name: 'Number', exact: true }).fill(`${number.slice(0, 18)}99`)
  await again.getByRole('button', { name: 'Issue', exact: true }).click()
  await expect(finance.getByRole('heading', { name: `${number.slice(0, 18)}99` })).toBeVisible()
  await expect(finance.getByText('-¥100.00').first()).toBeVisible()

  const { body: after } = await own.get(`/api/v1/partners/orders/${order.number}/invoicing`)
  expect(after.open).toBe('100.00')
  await finance.goto(`/orders/${order.number}`)
  const card = finance.getByRole('region', { name: 'Invoices' })
  await expect(card).toContainText(number)
  await expect(card.getByText('¥100.00', { exact: true })).toBeVisible()
  await photograph(finance, 'order-invoiced')
})
