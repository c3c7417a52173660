// The whole life of a customer: out of a spreadsheet, licensed, deployed, over its limit, made up for
// and renewed. Each part has a journey of its own; here they follow from each other.
import { expect, test } from '../fixtures'
import type { Api } from '../fixtures/api'
import { gb18030 } from '../fixtures/gb18030'
import { freshName, submit } from '../fixtures/order-form'
import type { Page } from '@playwright/test'

/** An admin approves what somebody else handed in. */
async function approve(admin: Page, number: string): Promise<void> {
  await admin.goto(`/orders/${number}`)
  await admin.getByRole('button', { name: 'Approve', exact: true }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Approve and issue' }).click()
  await expect(admin.getByText(`Order ${number} approved`)).toBeVisible()
}

/** A license of the standard edition for a year, as an admin issues it, activated. */
async function activated(staff: Api, nobody: Api, customer: any): Promise<any> {
  const { products } = (await staff.get('/api/v1/products')).body
  const standard = products.find((one: any) => one.code === 'DIFY-STANDARD')
  const made = await staff.post('/api/v1/licenses', {
    customer_id: customer.id,
    product_id: standard.id,
    amount: '42000.00',
    contact_name: 'Wang',
    contact_email: 'wang@life.example.com',
    reason: 'Signed on paper at the fair',
  })
  expect(made.status).toBe(201)
  const { activation_code } = (await staff.post(`/api/v1/licenses/${made.body.id}/key`, {})).body
  const activation = { code: activation_code, cluster_id: `cluster-${made.body.number}` }
  expect((await nobody.post('/api/v1/activations', activation)).status).toBe(200)
  return (await staff.get(`/api/v1/licenses/${made.body.number}`)).body
}

test('a customer from a spreadsheet is licensed, deployed, made up for and renewed', async ({
  as,
  api,
}) => {
  test.setTimeout(300_000)
  const [staff, nobody] = [await api('admin'), await api('nobody')]
  const run = freshName('l').replace(/[^0-9a-z]/gi, '').slice(-8)
  const name = `Whole Life ${run}`
  const [ops, admin] = [
    await as('commercial_ops', { language: 'en' }),
    await as('admin', { language: 'en' }),
  ]

  const customer = await test.step('imported with an error, corrected, undone, imported', async () => {
    await ops.goto('/imports/new/customers')
    const sheet = ['客户名称,所属区域,联系人,邮箱', `${name},月球,Wang,wang@life.example.com`]
    await ops.getByLabel('Choose a file').setInputFiles({
      name: `life-${run}.csv`,
      mimeType: 'text/csv',
      buffer: gb18030(sheet.join('\r\n')),
    })
    const row = ops.getByTestId('import-row')
    await expect(row).toContainText('Has errors')
    await row.getByRole('button', { name: 'Correct' }).click()
    const dialog = ops.getByRole('dialog')
    await dialog.getByLabel('所属区域').fill('华东')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(row).toContainText('New')
    const commit = async (button: string) => {
      await ops.getByRole('button', { name: button, exact: true }).click()
      await ops.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click()
      await expect(row).toContainText('Created')
    }
    await commit('Import 1 row')
    await ops.getByRole('button', { name: 'Undo the whole import' }).click()
    await ops.getByRole('dialog').getByRole('button', { name: 'Undo the whole import' }).click()
    await expect(row).toContainText('Undone')
    await commit('Import again')
    return (await staff.get(`/api/v1/customers?q=${encodeURIComponent(name)}`)).body.items[0]
  })

  const license = await activated(staff, nobody, customer)

  await test.step('its deployment is done and accepted', async () => {
    const planned = await staff.get(`/api/v1/deployments?q=${license.number}`)
    const [row] = planned.body.items
    expect(row?.license_number, 'issuing it planned its deployment').toBe(license.number)
    const engineers = (await staff.get('/api/v1/engineers?active=true&per_page=1')).body.items
    const { version } = (await staff.get(`/api/v1/deployments/${row.id}`)).body
    const given = await staff.send(
      'PUT',
      `/api/v1/deployments/${row.id}/engineers`,
      { engineers: [{ engineer_id: engineers[0].id, role: 'lead' }] },
      { 'If-Match': `"${version}"` },
    )
    expect(given.status).toBe(200)
    await admin.goto(`/deployments/${row.id}`)
    await admin.getByRole('button', { name: 'Start', exact: true }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click()
    await expect(admin.getByText('In progress', { exact: true }).first()).toBeVisible()
    const boxes = admin.getByRole('checkbox')
    const { checklist } = (await staff.get(`/api/v1/deployments/${row.id}`)).body
    await expect(boxes).toHaveCount(checklist.length)
    for (let index = 0; index < checklist.length; index += 1) {
      await expect(boxes.nth(index)).toBeEnabled()
      await boxes.nth(index).check()
      await expect(admin.getByText(`${index + 1} of ${checklist.length} done`)).toBeVisible()
    }
    await admin.getByRole('button', { name: 'Complete', exact: true }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'Complete', exact: true }).click()
    await expect(admin.getByText('Completed', { exact: true }).first()).toBeVisible()
  })

  const expansion = await test.step('used over the limit, it is an alert and an order', async () => {
    await admin.goto(`/licenses/${license.number}`)
    await admin.getByRole('button', { name: 'Record usage' }).click()
    const dialog = admin.getByRole('dialog')
    await dialog.getByLabel('Workspaces').fill('1')
    await dialog.getByLabel('Users').fill(String(license.users + 20))
    await dialog.getByLabel('How you know').fill('Told by phone')
    await dialog.getByRole('button', { name: 'Save' }).click()
    const alerts = `/api/v1/alerts?kind=over_users&status=open&q=${license.number}`
    const open = async () => (await staff.get(alerts)).body.total
    await expect.poll(open, { timeout: 20_000 }).toBe(1)
    await ops.goto(`/licenses/${license.number}`)
    const users = ops.getByTestId('usage-users')
    await users.getByRole('button', { name: 'Draft true-up order' }).click()
    await ops.getByRole('link', { name: 'Continue and submit' }).click()
    await expect(ops.getByTestId('chosen-licenses')).toContainText(license.number)
    await expect(ops.getByTestId('order-total').first()).toHaveText(/¥[1-9]/)
    return submit(ops)
  })

  await test.step('approved, it is within its limit again', async () => {
    await approve(admin, expansion)
    const now = (await staff.get(`/api/v1/licenses/${license.number}`)).body
    expect(now.users).toBeGreaterThanOrEqual(license.users + 20)
    const alerts = `/api/v1/alerts?kind=over_users&status=open&q=${license.number}`
    const open = async () => (await staff.get(alerts)).body.total
    await expect.poll(open, { timeout: 20_000 }).toBe(0)
  })

  await test.step('renewed for another year, and one page tells all of it', async () => {
    await ops.goto(`/licenses/${license.number}`)
    await ops.getByRole('link', { name: 'Renew', exact: true }).click()
    await expect(ops.getByTestId('chosen-licenses')).toContainText(license.number)
    await expect(ops.getByTestId('draft-state').first()).toContainText('Draft saved')
    await approve(admin, await submit(ops))
    const now = (await staff.get(`/api/v1/licenses/${license.number}`)).body
    expect(Number(now.expires_on.slice(0, 4))).toBe(Number(license.expires_on.slice(0, 4)) + 1)
    const told = (await staff.get(`/api/v1/customers/${customer.id}/timeline?per_page=100`)).body
    const kinds = new Set(told.items.map((one: any) => one.kind))
    for (const kind of ['order', 'license', 'deployment', 'purchase', 'alert']) {
      expect([...kinds]).toContain(kind)
    }
  })
})
