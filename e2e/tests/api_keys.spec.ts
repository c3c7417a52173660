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

test('a partner organisation has keys on its page', async ({ as, api }) => {
  const channel = await api('channel_manager')
  const partners = await channel.get('/api/v1/partners?status=active')
  const page = await as('channel_manager', { language: 'en' })
  await page.goto(`/partners/${partners.body.items[0].id}`)
  await expect(page.getByText('No API keys yet')).toBeVisible()
  await page.getByRole('button', { name: 'New key' }).click()
  await expect(page.getByRole('dialog').getByLabel('Orders of the portal')).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'New key' }).click()
  await expect(page.getByText('Choose one at least')).toBeVisible()
  await page.keyboard.press('Escape')
  await photograph(page, 'partner-keys')
})
