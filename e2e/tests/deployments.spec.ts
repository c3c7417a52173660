// Deployments: operations plan and arrange one, the engineer does it, the customer's form is kept,
// and the license says that it is deployed.
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
  await form.getByRole('button', { name: 'Record acceptance' }).click()
  await expect(form).toHaveCount(0)
  await expect(ops.getByText('YS-2026-0042')).toBeVisible()
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
