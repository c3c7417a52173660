// Engineers: kept by operations, with the work they have.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('an engineer is added, and leaves only without open work', async ({ as, api }) => {
  const staff = await api('admin')
  const { items } = (await staff.get('/api/v1/engineers?per_page=50')).body
  const busy = items.find((one: any) => one.open_deployments > 0)
  const ops = await as('commercial_ops', { language: 'en' })
  await ops.goto('/engineers')
  await ops.getByRole('button', { name: 'New engineer' }).click()
  const drawer = ops.getByRole('dialog', { name: 'New engineer' })
  await drawer.getByLabel('Name').fill('Gao Lin')
  await drawer.getByLabel('E-mail').fill('not an address')
  await drawer.getByRole('button', { name: 'Save' }).click()
  await expect(drawer.getByText('This is not an e-mail address')).toBeVisible()
  await drawer.getByLabel('E-mail').fill('gaolin@dsms.example')
  await drawer.getByLabel('Expertise').fill('Helm, Redis')
  await drawer.getByRole('button', { name: 'Save' }).click()
  await expect(ops.getByRole('row').filter({ hasText: 'Gao Lin' })).toContainText('Helm')
  await photograph(ops, 'engineers')

  await ops.getByRole('button', { name: 'Actions for Gao Lin' }).click()
  await ops.getByRole('menuitem', { name: 'Delete' }).click()
  await ops.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(ops.getByText('Engineer deleted')).toBeVisible()
  await expect(ops.getByRole('row').filter({ hasText: 'Gao Lin' })).toHaveCount(0)

  expect(busy, 'somebody of the demo has open work').toBeDefined()
  const refused = await staff.send('DELETE', `/api/v1/engineers/${busy.id}`, undefined, {
    'If-Match': `"${busy.version}"`,
  })
  expect(refused.status).toBe(409)
  expect(refused.body.reason).toBe('engineer-at-work')
})
