// The audit log: what somebody did is in it at once.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('what was done is in the log, with who did it', async ({ as }) => {
  const page = await as('admin', { language: 'en' })
  await page.goto('/events')
  await expect(page.getByRole('row').nth(1)).toContainText(/Signed in|Order|License|User/)
  await photograph(page, 'events')
})

test('who may not read the log is told so', async ({ as }) => {
  const page = await as('sales_rep', { language: 'en' })
  await page.goto('/events')
  await expect(page.getByText('You may not see this page')).toBeVisible()
})
