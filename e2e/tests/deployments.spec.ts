// Deployments: operations plan and arrange one, the engineer does it, the customer's form is kept,
// and the license says that it is deployed.
import { readFileSync } from 'node:fs'
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

/** A license whose first deployment was planned by its approval, and which nobody began. */
async function untouched(staff: any): Promise<any> {
  const path = '/api/v1/deployments?status=planned&kind=initial&per_page=50'
  const { items } = (await staff.get(path)).body
  return items.find((one: any) => one.engineers.length === 0) ?? items[0]
}

test('operations arrange a deployment, the engineer does it, and the license is deployed', async ({
  as,
  api,
}) => {
  test.setTimeout(120_000)
  const staff = await api('admin')
  const row = await untouched(staff)
  const { body: engineers } = await staff.get('/api/v1/engineers?active=true&per_page=50')
  const engineer = engineers.items.find((one: any) => one.user_id !== null)

  const ops = await as('commercial_ops', { language: 'en' })
  await ops.goto(`/deployments/${row.id}`)
  await expect(ops.getByRole('heading', { level: 1 })).toHaveText(row.number)
  await ops.getByRole('button', { name: 'Assign engineers' }).click()
  const dialog = ops.getByRole('dialog', { name: 'Assign engineers' })
  await dialog.getByLabel('Add an engineer').fill(engineer.name)
  await dialog.getByRole('option', { name: engineer.name }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(ops.getByText('Engineers assigned')).toBeVisible()
  await ops.getByRole('link', { name: 'Edit', exact: true }).click()
  await ops.getByLabel('Hours').fill('22:00–02:00')
  await ops.getByRole('button', { name: 'Save' }).click()
  await expect(ops.getByText('22:00–02:00').first()).toBeVisible()
  await photograph(ops, 'deployment-planned')

  const page = await as('engineer', { language: 'en' })
  await page.goto('/')
  await expect(page.getByRole('region', { name: /^My deployments/ })).toBeVisible()
  await page.goto(`/deployments/${row.id}`)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByText('In progress', { exact: true }).first()).toBeVisible()

  const { body: begun } = await staff.get(`/api/v1/deployments/${row.id}`)
  const boxes = page.getByRole('checkbox')
  await expect(boxes).toHaveCount(begun.checklist.length)
  for (let index = 0; index < begun.checklist.length; index += 1) {
    await expect(boxes.nth(index)).toBeEnabled()
    await boxes.nth(index).check()
    await expect(page.getByText(`${index + 1} of ${begun.checklist.length} done`)).toBeVisible()
  }
  await page.getByRole('button', { name: 'Complete', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Complete', exact: true }).click()
  await expect(page.getByText('Completed', { exact: true }).first()).toBeVisible()

  await ops.reload()
  await ops.getByRole('button', { name: 'Record acceptance' }).click()
  const form = ops.getByRole('dialog', { name: 'Record acceptance' })
  await form.getByLabel('Signed by').fill('Wang Min')
  await form.getByLabel('Number of the form').fill('YS-2026-0042')
  await form.getByLabel('Choose the signed form').setInputFiles({
    name: 'page.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html></html>'),
  })
  await expect(form.getByText('this is none by its content')).toBeVisible()
  const scan = Buffer.from('%PDF-1.4\n% signed by Wang Min\n%%EOF\n')
  await form.getByLabel('Choose the signed form').setInputFiles({
    name: '验收单 Wang.pdf', mimeType: 'application/pdf', buffer: scan,
  })
  await expect(form.getByText('Chosen: 验收单 Wang.pdf')).toBeVisible()
  await form.getByRole('button', { name: 'Record acceptance' }).click()
  await expect(form).toHaveCount(0)
  await expect(ops.getByText('YS-2026-0042')).toBeVisible()
  const [download] = await Promise.all([
    ops.waitForEvent('download'),
    ops.getByRole('button', { name: 'Download the form' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('验收单 Wang.pdf')
  expect(readFileSync(await download.path()).equals(scan)).toBe(true)
  await expect(ops.getByText('Acceptance form attached')).toBeVisible()
  await photograph(ops, 'deployment-accepted')

  await ops.goto(`/licenses/${row.license_number}`)
  await expect(ops.getByRole('link', { name: row.number }).first()).toBeVisible()
  await expect(ops.getByText('from approval to the running installation')).toBeVisible()
  const { body: license } = await staff.get(`/api/v1/licenses/${row.license_number}`)
  const deployed = license.stages.find((stage: any) => stage.stage === 'deployed')
  expect(deployed.reached_on).not.toBeNull()
})

test('a deployment is planned by hand, and list and board show it', async ({
  as,
  api,
}) => {
  test.setTimeout(90_000)
  const staff = await api('admin')
  const { items } = (await staff.get('/api/v1/licenses?status=active&per_page=20')).body
  const ops = await as('commercial_ops', { language: 'en' })
  await ops.goto(`/deployments/new?license=${items[0].id}`)
  await ops.getByLabel('Kind').selectOption('update')
  await ops.getByRole('button', { name: 'Plan a deployment' }).click()
  await expect(ops.getByRole('heading', { level: 1 })).toHaveText(/-D2$/)
  await expect(ops.getByText('Nobody is assigned yet')).toBeVisible()

  await ops.goto('/deployments')
  await expect(ops.getByRole('link', { name: new RegExp(`${items[0].number}-D2`) })).toBeVisible()
  await photograph(ops, 'deployments')
  await ops.goto('/deployments/board')
  await expect(ops.getByRole('region', { name: /^In progress/ })).toBeVisible()
  await photograph(ops, 'deployments-board')
})

test('an answer from before a command does not bring back what was before it', async ({ as, api }) => {
  const staff = await api('admin')
  const licenses = (await staff.get('/api/v1/licenses?status=active&per_page=30')).body.items
  const planned = await staff.send('POST', '/api/v1/deployments', {
    license_id: licenses.at(-1).id, kind: 'update', method: 'customer', environment: 'test',
  })
  expect(planned.status, JSON.stringify(planned.body)).toBe(201)
  const page = await as('admin', { language: 'en' })
  const path = `/api/v1/deployments/${planned.body.id}`
  await page.goto(`/deployments/${planned.body.id}`)
  await expect(page.getByText('Planned', { exact: true }).first()).toBeVisible()

  // The page asks again, as on any news; the old state comes only when the command is done.
  let release = () => {}
  const held = new Promise<void>((done) => { release = done })
  await page.route(`**${path}`, async (route) => {
    const old = await route.fetch()
    await held
    await route.fulfill({ response: old })
  }, { times: 1 })
  const asked = page.waitForRequest((request) => request.url().endsWith(path))
  await page.evaluate(() => {
    window.dispatchEvent(new StorageEvent('storage', { key: 'dsms.unread', newValue: '0@1' }))
  })
  await asked
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByText('In progress', { exact: true }).first()).toBeVisible()
  release()
  await page.getByRole('checkbox').first().check()
  await expect(page.getByText(/^1 of \d+ done$/)).toBeVisible()
  await expect(page.getByText('In progress', { exact: true }).first()).toBeVisible()
})

test('the engineer hears of the work, finds it in the calendar and by its number', async ({ as, api }) => {
  test.setTimeout(90_000)
  const staff = await api('admin')
  const row = await untouched(staff)
  const me = (await (await api('engineer')).get('/api/v1/auth/me')).body
  const { body: engineers } = await staff.get('/api/v1/engineers?active=true&per_page=50')
  const engineer = engineers.items.find((one: any) => one.user_id === me.id)
  const { body: before } = await staff.get(`/api/v1/deployments/${row.id}`)
  const on = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const ops = await api('commercial_ops')
  const planned = await ops.send(
    'PUT',
    `/api/v1/deployments/${row.id}`,
    { ...before.content, planned_on: on, window_from: on, window_until: on },
    { 'If-Match': `"${before.version}"` },
  )
  expect(planned.status).toBe(200)
  const given = await ops.send(
    'PUT',
    `/api/v1/deployments/${row.id}/engineers`,
    { engineers: [{ engineer_id: engineer.id, role: 'lead' }] },
    { 'If-Match': `"${planned.body.version}"` },
  )
  expect(given.status).toBe(200)

  const page = await as('engineer', { language: 'en' })
  await page.goto('/deployments')
  await page.getByRole('radiogroup', { name: 'Shown as' }).getByText('Calendar').click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Calendar')
  await expect(page.getByLabel('Whose')).toHaveValue('mine')
  const entry = page.getByRole('table').getByRole('link', { name: row.customer_name }).first()
  await expect(entry).toBeVisible()
  await photograph(page, 'deployments-calendar')
  await page.getByRole('radiogroup', { name: 'Shown at once' }).getByText('Week').click()
  await expect(page).toHaveURL(/view=week/)
  await expect(page.getByRole('link', { name: new RegExp(row.number) }).first()).toBeVisible()
  await page.getByRole('group', { name: /^Calendar/ }).focus()
  await page.keyboard.press('PageDown')
  await expect(page.getByRole('link', { name: new RegExp(row.number) })).toHaveCount(0)
  await page.keyboard.press('Home')
  await page.getByRole('link', { name: new RegExp(row.number) }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(row.number)

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill(row.number.toLowerCase())
  await page.getByRole('option').filter({ hasText: row.number }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(row.number)
  await expect
    .poll(async () => {
      const list = (await (await api('engineer')).get('/api/v1/notifications')).body.items
      return list.some((one: any) => one.kind === 'deployment_assigned' && one.subject_id === row.id)
    })
    .toBe(true)
})

test('statistics say how long it takes, and open their rows', async ({ as }) => {
  const page = await as('sales_manager', { language: 'en' })
  await page.goto('/deployments/statistics')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Statistics')
  const table = (name: string) =>
    page.getByRole('region', { name, exact: true }).getByRole('table')
  await expect(table('By month')).toBeVisible()
  await photograph(page, 'deployments-statistics')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ])
  expect(readFileSync(await download.path(), 'utf8')).toContain('Days to deployed')
  await table('By product').getByRole('link').first().click()
  await expect(page).toHaveURL(/completed_from=.*product=|product=.*completed_from=/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deployments')
})
