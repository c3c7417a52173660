// Usage: recorded over what was bought, seen over the line and in the alerts, and made up for by an
// order; and a file that somebody touched.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('usage over what was bought is drawn, is an alert, and is an order away from being within', async ({
  as,
  api,
}) => {
  test.setTimeout(120_000)
  const staff = await api('admin')
  const found = `/api/v1/licenses?status=active&edition=standard&activation_mode=offline`
  const license = (await staff.get(found)).body.items[0]
  expect(license, 'the demo has a standard license in use').toBeTruthy()
  const before = (await staff.get(`/api/v1/licenses/${license.number}/usage`)).body
  const over = before.users.limit + 71
  const page = await as('admin', { language: 'en' })
  await page.goto(`/licenses/${license.number}`)

  await test.step('somebody records what they were told', async () => {
    await page.getByRole('button', { name: 'Record usage' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByText('This is required').first()).toBeVisible()
    await dialog.getByLabel('Workspaces').fill('3')
    await dialog.getByLabel('Users').fill(String(over))
    await dialog.getByLabel('How you know').fill('Told by phone')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Usage is recorded').first()).toBeVisible()
  })

  await test.step('the chart stands above the line', async () => {
    const users = page.getByTestId('usage-users')
    const chart = users.getByRole('img')
    await expect(chart).toHaveAccessibleName(
      `Users: licensed ${before.users.limit}, highest of a year ${over}`,
    )
    await expect(users.locator('.usage-chart__over')).toHaveAttribute('d', /^M/)
    await page.getByRole('button', { name: 'Show the figures' }).click()
    await expect(page.getByRole('row').filter({ hasText: 'Told by phone' })).toContainText(
      String(over),
    )
    await photograph(page, 'license-usage')
  })

  await test.step('it is an alert', async () => {
    const open = async () =>
      (await staff.get(`/api/v1/alerts?kind=over_users&q=${license.number}`)).body.total
    await expect.poll(open, { timeout: 15_000 }).toBe(1)
    await page.reload()
    await expect(page.getByTestId('license-alerts')).toContainText('Over users')
  })

  await test.step('the true-up is drafted as an expansion', async () => {
    await page.getByTestId('usage-users').getByRole('button', { name: 'Draft true-up order' }).click()
    await expect(page).toHaveURL(/\/orders\//)
    const orders = (await staff.get('/api/v1/orders?status=draft&sort=-created_at')).body.items
    const order = (await staff.get(`/api/v1/orders/${orders[0].id}`)).body
    expect(order.lines[0].input.kind).toBe('expansion')
    expect(order.lines[0].input.licenses).toEqual([license.id])
    expect(order.lines[0].input.sets).toBe(2)
    expect(order.remark).toContain(String(over))
  })
})

test('a usage file that was touched is refused line by line', async ({ as, api, watch }) => {
  watch.expect(/422.*\/usage/)
  const staff = await api('admin')
  const found = `/api/v1/licenses?q=${encodeURIComponent('渝北汽车')}&activation_mode=offline`
  const license = (await staff.get(found)).body.items[0]
  expect(license, 'the demo has an installation without network').toBeTruthy()
  const page = await as('engineer', { language: 'en' })
  await page.goto(`/licenses/${license.number}`)

  await page.getByRole('button', { name: 'Take an offline file' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What the file says').fill('no.report.atall\nnone.either.here')
  await dialog.getByRole('button', { name: 'Take an offline file' }).click()

  await expect(dialog.getByText("This installation's key is not registered").first()).toBeVisible()
  await photograph(page, 'usage-file-refused')
})
