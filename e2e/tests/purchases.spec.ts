// Purchases: what is paid is corrected with a reason, a number opens its rows, a gift is recorded.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('a purchase is corrected with a reason, and the revenue opens its rows', async ({ as, api }) => {
  const staff = await api('admin')
  const pending = await staff.get('/api/v1/purchases?payment_status=pending&sort=-purchased_on')
  const { items } = pending.body
  expect(items.length, 'the demo has purchases that are not paid').toBeGreaterThan(0)
  const ops = await as('commercial_ops', { language: 'en' })
  await ops.goto(`/purchases/${items[0].id}`)

  await ops.getByRole('button', { name: 'Correct' }).click()
  const dialog = ops.getByRole('dialog')
  await dialog.getByLabel('Payment').selectOption({ label: 'Paid' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('This is required')).toBeVisible()
  await dialog.getByLabel('Reason').fill('The transfer of Monday')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(ops.getByText('The transfer of Monday')).toBeVisible()
  await photograph(ops, 'purchase')

  await ops.goto('/purchases/stats')
  const months = ops.getByRole('region', { name: 'Revenue', exact: true }).getByRole('table')
  await expect(months).toBeVisible()
  await photograph(ops, 'revenue')
  const stats = await staff.get('/api/v1/purchases/stats')
  const total = stats.body.totals.find((one: any) => one.currency === 'CNY')
  const cells = stats.body.cells.filter((one: any) => one.currency === 'CNY')
  const cents = (text: string) => BigInt(text.replace('.', ''))
  const sum = cells.reduce((all: bigint, one: any) => all + cents(one.amount), 0n)
  expect(sum).toBe(cents(total.amount))
  await months.getByRole('link').first().click()
  await expect(ops).toHaveURL(/\/purchases\?.*payment_status=paid/)
  await expect(ops.getByText('Only the purchases behind the number')).toBeVisible()
  await photograph(ops, 'purchases')
})

test('a gift is recorded by hand and costs nothing', async ({ as, api, watch }) => {
  // The page of what was deleted may ask for it once more before it goes.
  watch.expect(/404.*\/api\/v1\/purchases\//)
  const staff = await api('admin')
  const customer = (await staff.get('/api/v1/customers?per_page=1')).body.items[0]
  const ops = await as('commercial_ops', { language: 'en' })
  await ops.goto('/purchases/new')
  const picker = ops.getByRole('combobox', { name: 'Customer' })
  await picker.fill(customer.name)
  await ops.getByRole('option', { name: customer.name }).first().click()
  await ops.getByLabel('Amount incl. tax').fill('5')
  await ops.getByRole('button', { name: 'Save' }).click()
  await expect(ops.getByText('A gift costs nothing')).toBeVisible()
  await ops.getByLabel('Amount incl. tax').fill('0')
  await ops.getByRole('button', { name: 'Save' }).click()
  await expect(ops.getByText('Recorded by hand')).toBeVisible()

  await ops.getByRole('button', { name: 'Delete' }).click()
  await ops.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(ops.getByText('Purchase deleted')).toBeVisible()
})

test('an engineer sees no money', async ({ as }) => {
  const engineer = await as('engineer', { language: 'en' })
  await engineer.goto('/purchases')
  await expect(engineer.getByText('You may not see this page')).toBeVisible()
  await engineer.goto('/sales-reps')
  await expect(engineer.getByRole('row').nth(1)).toBeVisible()
  await expect(engineer.getByRole('link', { name: 'Performance' })).toHaveCount(0)
})
