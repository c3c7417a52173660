// What somebody should look at before it is too late: seen in the inbox, put off, and gone with its cause.
import { expect, test } from '../fixtures'
import { submit } from '../fixtures/order-form'
import { photograph } from '../fixtures/look'

test('an alert is acknowledged and snoozed, and renewing its license resolves it', async ({
  as,
  api,
}) => {
  test.setTimeout(120_000)
  const [own, staff] = [await api('partner'), await api('admin')]
  const { items } = (await own.get('/api/v1/partners/alerts?kind=expiring&sort=-due_on')).body
  expect(items.length, 'the demo has licenses about to end').toBeGreaterThan(0)
  const number: string = items[0].subject_label
  const admin = await as('admin', { language: 'en' })

  await test.step('it stands in the inbox, and is acknowledged', async () => {
    await admin.goto('/alerts')
    await photograph(admin, 'alerts')
    await admin.goto(`/alerts?q=${number}`)
    const row = admin.getByRole('row').filter({ hasText: number })
    await expect(row).toContainText('License expiring')
    await row.getByRole('button', { name: 'Acknowledge' }).click()
    await expect(row).toContainText('Acknowledged')
  })

  await test.step('it sleeps until a day', async () => {
    const row = admin.getByRole('row').filter({ hasText: number })
    await row.getByRole('button', { name: 'Snooze' }).click()
    const dialog = admin.getByRole('dialog')
    await expect(dialog.getByLabel('Until')).not.toHaveValue('')
    await dialog.getByRole('button', { name: 'Snooze' }).click()
    await expect(row).toContainText('Snoozed')
    await row.getByRole('button', { name: 'Reopen' }).click()
    await expect(row.getByRole('button', { name: 'Acknowledge' })).toBeVisible()
  })

  await test.step('several are acknowledged at once', async () => {
    const row = admin.getByRole('row').filter({ hasText: number })
    await row.getByRole('checkbox').check()
    await admin.getByRole('button', { name: 'Acknowledge selected' }).click()
    await expect(row).toContainText('Acknowledged')
  })

  await test.step('its license says so', async () => {
    await admin.goto(`/licenses/${number}`)
    await expect(admin.getByTestId('license-alerts')).toContainText('License expiring')
  })

  await test.step('the partner renews, commercial operations approve, and it is resolved', async () => {
    const page = await as('partner', { language: 'en' })
    await page.goto(`/portal/licenses/${number}`)
    await page.getByRole('link', { name: 'Renew' }).click()
    await expect(page.getByTestId('order-total').first()).toHaveText(/¥[1-9]/)
    await expect(page.getByTestId('draft-state').first()).toContainText('Draft saved')
    const order = await submit(page)
    await admin.goto(`/orders/${order}`)
    await admin.getByRole('button', { name: 'Approve', exact: true }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'Approve and issue' }).click()
    await expect(admin.getByText(`Order ${order} approved`)).toBeVisible()
    const left = async () => (await staff.get(`/api/v1/alerts?q=${number}`)).body.total
    await expect.poll(left, { timeout: 15_000 }).toBe(0)
    await admin.goto(`/alerts?status=resolved&q=${number}`)
    await expect(admin.getByText('Its cause is gone').first()).toBeVisible()
  })
})
