// Customers: found by name and by the initials of its pinyin.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('a customer is found by a part of the name, and shows licenses and story', async ({ as, api }) => {
  const { items } = (await (await api('admin')).get('/api/v1/customers')).body
  const { name } = items[0]
  const page = await as('sales_manager', { language: 'en' })
  await page.goto('/customers')
  await photograph(page, 'customers')

  await page.getByRole('searchbox').fill(name.slice(0, 4))
  await page.getByRole('link', { name }).first().click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await photograph(page, 'customer')
})

test('an address that leads nowhere says so, and how to go on', async ({ as, watch }) => {
  watch.expect(/404.*\/api\/v1\/customers\//)
  const page = await as('admin', { language: 'en' })
  await page.goto('/customers/00000000-0000-7000-8000-000000000000')
  await expect(page.getByText(/out of your reach/)).toBeVisible()
})
