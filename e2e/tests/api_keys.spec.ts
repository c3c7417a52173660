// API keys: shown once, good for what they name, gone when revoked.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('a key is made on the account page, works, and stops when it is revoked', async ({ as, dsms }) => {
  const page = await as('finance', { language: 'en' })
  await page.goto('/account')
  await page.getByRole('tab', { name: 'API keys' }).click()
  await page.getByRole('button', { name: 'New key' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('Name').fill('BI reports')
  await drawer.getByLabel('Read orders').check()
  await drawer.getByRole('button', { name: 'New key' }).click()
  const token = (await drawer.locator('code').textContent()) ?? ''
  expect(token).toMatch(/^dsms_/)
  await drawer.getByRole('button', { name: 'I have kept it' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'BI reports' })).toContainText('In force')

  const ask = async (path: string) =>
    (await fetch(`${dsms.url}${path}`, { headers: { Authorization: `Bearer ${token}` } })).status
  expect(await ask('/api/v1/orders')).toBe(200)
  expect(await ask('/api/v1/auth/me')).toBe(403)

  const row = page.getByRole('row').filter({ hasText: 'BI reports' })
  await row.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(row).toContainText('Revoked')
  expect(await ask('/api/v1/orders')).toBe(401)
})

test('a partner organisation has keys on its page, good for what they name', async ({
  as,
  api,
  dsms,
}) => {
  const partner = await api('partner')
  const { id } = (await partner.get('/api/v1/partners/me')).body
  const page = await as('channel_manager', { language: 'en' })
  await page.goto(`/partners/${id}`)
  await page.getByRole('button', { name: 'New key' }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByLabel('Orders of the portal')).toBeVisible()
  await drawer.getByLabel('Name').fill('Warehouse')
  await drawer.getByRole('button', { name: 'New key' }).click()
  await expect(drawer.getByText('Choose one at least')).toBeVisible()
  await drawer.getByLabel('Orders of the portal').check()
  await drawer.getByRole('button', { name: 'New key' }).click()
  await expect(drawer.getByText('The key is made')).toBeVisible()
  const token = ((await drawer.locator('code').textContent()) ?? '').trim()

  const ask = async (path: string) =>
    (await fetch(`${dsms.url}${path}`, { headers: { Authorization: `Bearer ${token}` } })).status
  expect(await ask('/api/v1/partners/orders')).toBe(200)
  expect(await ask('/api/v1/partners/licenses')).toBe(403)
  expect(await ask('/api/v1/orders')).toBe(403)
  await drawer.getByRole('button', { name: 'I have kept it' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Warehouse' })).toContainText('In force')
  await photograph(page, 'partner-keys')
})
