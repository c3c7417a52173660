// Licenses: found, looked into, their keys shown only to those who may, and every showing logged.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'
import { verified } from '../fixtures/keys'

test('a license is found by number and shows term, activation and story', async ({ as, api }) => {
  const staff = await api('admin')
  const { items } = (await staff.get('/api/v1/licenses?status=active')).body
  const { number } = items[0]
  const page = await as('admin', { language: 'en' })
  await page.goto('/licenses')
  await photograph(page, 'licenses')

  await page.getByRole('searchbox').fill(number)
  await page.getByRole('link', { name: number }).click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(number)
  await expect(page.getByText('License issued').first()).toBeVisible()
  await photograph(page, 'license-staff')
})

test('showing a key is logged, and the key holds', async ({ as, api, dsms }) => {
  const staff = await api('admin')
  const { items } = (await staff.get('/api/v1/licenses?status=active')).body
  const { number } = items[0]
  const page = await as('admin', { language: 'en' })
  await page.goto(`/licenses/${number}`)

  await page.getByRole('button', { name: 'Show key' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Show key' }).click()

  const key = await page.getByText(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/).first().textContent()
  expect((await verified(key!.trim(), dsms.url)).sub).toBe(number)
  await page.keyboard.press('Escape')
  await expect(page.getByText('Key shown').first()).toBeVisible()
})

test('who may not see keys sees the button, and why not', async ({ as, api }) => {
  const { items } = (await (await api('sales_rep')).get('/api/v1/licenses')).body
  const page = await as('sales_rep', { language: 'en' })
  await page.goto(`/licenses/${items[0].number}`)

  const button = page.getByRole('button', { name: 'Show key' })

  await expect(button).toHaveAttribute('aria-disabled', 'true')
})
