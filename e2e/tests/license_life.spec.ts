// A license's life by hand: suspended and resumed with a reason, many at once with a preview, and the
// renewals ahead, from a number to the order.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('a suspended license is not activated until it is resumed', async ({ as, api }) => {
  const [staff, nobody] = [await api('admin'), await api('nobody')]
  const waiting = '/api/v1/licenses?status=pending_activation&activation_mode=online'
  const license = (await staff.get(waiting)).body.items[0]
  expect(license, 'the demo has an online license that waits').toBeTruthy()
  const { activation_code } = (await staff.post(`/api/v1/licenses/${license.id}/key`, {})).body
  const activation = { code: activation_code, cluster_id: 'cluster-of-the-journey' }
  const page = await as('admin', { language: 'en' })
  await page.goto(`/licenses/${license.number}`)

  await test.step('suspended, with the reason', async () => {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Suspend', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Suspend', exact: true }).click()
    await expect(dialog.getByText('This is required').first()).toBeVisible()
    await dialog.getByLabel('Reason').fill('Payment is overdue')
    await dialog.getByRole('button', { name: 'Suspend', exact: true }).click()
    await expect(page.getByText(`${license.number}: Suspend done`)).toBeVisible()
    await expect(page.getByText('Payment is overdue').first()).toBeVisible()
    await photograph(page, 'license-suspended')
  })

  await test.step('its code is refused in words', async () => {
    const refused = await nobody.post('/api/v1/activations', activation)
    expect(refused.status).toBe(409)
    expect(refused.body.reason).toBe('license-suspended')
  })

  await test.step('resumed, and activated', async () => {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Resume', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).click()
    await expect(page.getByText(`${license.number}: Resume done`)).toBeVisible()
    expect((await nobody.post('/api/v1/activations', activation)).status).toBe(200)
  })
})

test('many are suspended at once, and what is refused is said beforehand', async ({ as, api }) => {
  const staff = await api('admin')
  // Twenty rows, so that one page shows one that can be suspended and one that cannot.
  const list = 'status=active&status=terminated&per_page=20'
  const rowsOf = async (page: number) =>
    (await staff.get(`/api/v1/licenses?${list}&page=${page}`)).body.items as {
      number: string
      status: string
    }[]
  let [number, rows] = [1, await rowsOf(1)]
  while (rows.length > 0 && !rows.some((row) => row.status === 'terminated')) {
    number += 1
    rows = await rowsOf(number)
  }
  const first = (status: string) => rows.find((row) => row.status === status)?.number ?? status
  const [running, over] = [first('active'), first('terminated')]
  const page = await as('commercial_ops', { language: 'en' })
  await page.goto(`/licenses?${list}&page=${number}`)
  for (const each of [running, over]) {
    await page.getByRole('row').filter({ hasText: each }).getByRole('checkbox').check()
  }

  const bar = page.locator('.bulk-bar')
  await expect(bar.getByRole('button', { name: 'Extend' })).toHaveAttribute('aria-disabled', 'true')
  await bar.getByRole('button', { name: 'Suspend', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('Framework agreement expired')
  await dialog.getByRole('button', { name: 'Preview' }).click()

  await expect(dialog.getByText('It can be done with 1; 1 will be left out')).toBeVisible()
  const refused = dialog.getByRole('row').filter({ hasText: over })
  await expect(refused).toContainText('The license is terminated')
  expect((await staff.get(`/api/v1/licenses/${running}`)).body.status, 'only asked').toBe('active')

  await dialog.getByRole('button', { name: 'Suspend 1 license' }).click()
  await expect(dialog.getByText('Done with 1, 1 left as they were')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  expect((await staff.get(`/api/v1/licenses/${running}`)).body.status).toBe('suspended')
})

test('the renewals board leads from a number to the renewal order', async ({ as, api }) => {
  const staff = await api('admin')
  const { items } = (await staff.get('/api/v1/licenses?status=active&sort=expires_on')).body
  const license = items.at(0)
  expect(license, 'the demo has a license that runs').toBeTruthy()
  const board = (await staff.get('/api/v1/licenses/renewals')).body
  const month = license.expires_on.slice(0, 7)
  test.skip(license.expires_on > board.to, 'nothing that runs ends on the board')
  const page = await as('sales_rep', { language: 'en' })
  await page.goto('/')
  await page.getByRole('link', { name: 'Renewals', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Renewals')
  await expect(page.getByRole('rowheader', { name: month })).toBeVisible()
  await photograph(page, 'renewals')

  await page.getByRole('row').filter({ hasText: month }).first().getByRole('link').last().click()
  await expect(page).toHaveURL(new RegExp(`ends_from=${month}-01`))
  await page.getByRole('searchbox').fill(license.number)
  const row = page.getByRole('row').filter({ hasText: license.number })
  await row.getByRole('link', { name: 'Renew' }).click()

  await expect(page.getByTestId('chosen-licenses')).toContainText(license.number)
})

test('a trial is issued without an order, mailed and activated', async ({ as, api, mailbox }) => {
  const [staff, nobody] = [await api('admin'), await api('nobody')]
  const customer = (await staff.get('/api/v1/customers?per_page=1&sort=name')).body.items[0]
  const page = await as('admin', { language: 'en' })
  await page.goto('/licenses')
  await page.getByRole('link', { name: 'Issue a license' }).click()
  await photograph(page, 'license-create')
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  const address = 'trial@journey.example'

  await test.step('what is missing is said beside each field', async () => {
    await page.getByRole('button', { name: 'Issue a license' }).click()
    await expect(page.getByText('This is required').first()).toBeVisible()
  })

  await test.step('issued', async () => {
    await page.getByRole('combobox', { name: 'Customer' }).fill(customer.name)
    await page.getByRole('option', { name: customer.name }).first().click()
    await page.getByLabel('Product').selectOption({ index: 1 })
    await page.getByLabel('Last day').fill(day)
    await page.getByLabel('Sent to').fill(address)
    await page.getByRole('textbox', { name: 'Reason' }).fill('A trial of thirty days')
    await page.getByRole('button', { name: 'Issue a license' }).click()
    await expect(page.getByText(/was issued/)).toBeVisible()
    await expect(page).toHaveURL(/\/licenses\/[0-9a-f-]{36}$/)
  })

  await test.step('mailed, and activated until the day that was agreed', async () => {
    await expect(() => {
      expect(mailbox.mails.some((mail) => mail.to.includes(address))).toBe(true)
    }).toPass()
    const id = page.url().split('/').pop()
    const { activation_code } = (await staff.post(`/api/v1/licenses/${id}/key`, {})).body
    const activation = { code: activation_code, cluster_id: 'cluster-of-the-trial' }
    const answer = await nobody.post('/api/v1/activations', activation)
    expect(answer.body.expires_on).toBe(day)
  })
})
