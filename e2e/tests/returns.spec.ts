// A sale is taken back: one person asks, another approves, the licenses end.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('sales ask for a return, an admin approves it, and the licenses are terminated', async ({
  as,
  api,
}) => {
  test.setTimeout(90_000)
  const staff = await api('admin')
  const { items } = (await staff.get('/api/v1/orders?status=fulfilled&sort=created_at')).body
  expect(items.length, 'the demo has fulfilled orders').toBeGreaterThan(0)
  const { number } = items.at(-1)
  const manager = await as('sales_manager', { language: 'en' })
  await manager.goto(`/orders/${number}`)

  await manager.getByRole('button', { name: 'Return', exact: true }).click()
  const dialog = manager.getByRole('dialog')
  await dialog.getByLabel('Reason of the return').fill('Customer canceled the project')
  await dialog.getByRole('button', { name: 'Ask for the return' }).click()

  const card = manager.getByTestId('return')
  await expect(card).toContainText('Waiting for approval')
  await expect(card).toContainText(`${number}-R1`)
  const admin = await as('admin', { language: 'en' })
  await admin.goto(`/orders/${number}`)
  await admin.getByRole('button', { name: 'Approve return' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Approve return' }).click()
  await expect(admin.getByTestId('return')).toContainText('Approved')
  await expect(admin.getByTestId('issued-licenses').first()).toContainText('Terminated')
  await photograph(admin, 'order-returned')
})
