// Receivables: finance sees what is owed by age, each number opens its rows; a part of a payment is
// credited to a partner, set off against an order, and undone.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('what is owed is seen by age, and what was paid in advance is used', async ({ as, api }) => {
  test.setTimeout(120_000)
  const own = await api('finance')
  const { body: summary } = await own.get('/api/v1/receivables/summary?by=partner')
  const total = summary.totals.find((row: { ageing: { currency: string } }) => row.ageing.currency === 'CNY')
  expect(total, 'the demo has something open').toBeTruthy()
  const owing = summary.rows.find((row: { id: string | null, currency: string }) => row.id && row.currency === 'CNY')
  const { body: open } = await own.get(`/api/v1/receivables?partner=${owing.id}&currency=CNY`)
  const order = open.items[0]
  const { body: before } = await own.get(`/api/v1/orders/${order.order_id}/receipts`)

  const finance = await as('finance', { language: 'en' })
  await finance.goto('/finance/receivables')
  await expect(finance.getByRole('heading', { name: 'Receivables', exact: true })).toBeVisible()
  const parties = finance.getByRole('region', { name: 'By whom' })
  const row = parties.getByRole('row').filter({ hasText: owing.name })
  await expect(row).toBeVisible()
  await photograph(finance, 'receivables')
  await row.getByRole('cell').first().getByRole('link').click()
  await expect(finance.getByText('Only receivables that a link chose are shown.')).toBeVisible()
  await expect(finance.getByText(order.order_number).first()).toBeVisible()

  // Money that is for no order yet.
  const { body: payment } = await own.post('/api/v1/payments', {
    value_date: summary.today, amount: '1000.00', currency: 'CNY',
    payer_name: owing.name, payer_account: '', remark: '意向金', bank_reference: '',
  })
  await finance.goto(`/finance/payments/${payment.payment.id}`)
  await finance.getByRole('button', { name: 'Credit to a party' }).click()
  const credit = finance.getByRole('dialog')
  await credit.getByRole('combobox').first().fill(owing.name)
  await finance.getByRole('option', { name: owing.name }).first().click()
  await credit.getByRole('button', { name: 'Credit to a party' }).click()
  await expect(finance.getByText('Credited to the party')).toBeVisible()

  await finance.goto(`/finance/balances?partner=${owing.id}`)
  await photograph(finance, 'balances')
  await finance.getByRole('link', { name: owing.name }).first().click()
  await expect(finance.getByText('Deposit or overpayment').first()).toBeVisible()
  await finance.getByRole('button', { name: 'Set off' }).click()
  const use = finance.getByRole('dialog')
  await use.getByLabel('Order').selectOption(order.order_id)
  await use.getByLabel('Amount').fill('1000.00')
  await use.getByRole('button', { name: 'Set off' }).click()
  await expect(finance.getByText('Set off against the order').first()).toBeVisible()
  await photograph(finance, 'balance')
  const { body: after } = await own.get(`/api/v1/orders/${order.order_id}/receipts`)
  expect(Number(after.open)).toBeCloseTo(Number(before.open) - 1000, 2)

  const used = finance.getByRole('row').filter({ hasText: 'Set off against an order' }).first()
  await used.getByRole('button', { name: 'Undo' }).click()
  await expect(finance.getByText('Entry undone')).toBeVisible()
})
