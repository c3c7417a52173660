// Deliveries: every mail, what became of it, and what it said.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('mails are listed and shown as they were sent, without their secrets', async ({ as }) => {
  const page = await as('commercial_ops', { language: 'en' })
  await page.goto('/deliveries')
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await photograph(page, 'deliveries')

  await page.getByRole('row').nth(1).getByRole('link').first().click()

  await expect(page.getByText('Message ID')).toBeVisible()
  await expect(page.locator('#main')).not.toContainText(/DIFY-[0-9A-Z]{5}-[0-9A-Z]{5}/)
  await photograph(page, 'delivery')
})
