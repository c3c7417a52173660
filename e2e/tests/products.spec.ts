// Products and prices: the simulator is the function that prices orders.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('list prices and rules are shown, and the simulator says why', async ({ as }) => {
  const page = await as('commercial_ops', { language: 'en' })
  await page.goto('/products')
  await expect(page.getByText('¥168,000.00').first()).toBeVisible()
  await photograph(page, 'products')
})
