// The audit log: what somebody did is in it at once, from where, and it goes out as a file.
import { readFileSync } from 'node:fs'
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('what was done is in the log, with who did it', async ({ as }) => {
  const page = await as('admin', { language: 'en' })
  await page.goto('/events')
  await expect(page.getByRole('row').nth(1)).toContainText(/Signed in|Order|License|User/)
  await photograph(page, 'events')
})

test('the log is narrowed, tells from where, and goes out as a file', async ({ as }) => {
  const page = await as('admin', { language: 'en' })
  await page.goto('/events')
  await page.getByLabel('Event', { exact: true }).selectOption({ label: 'Signed in' })
  await expect(page).toHaveURL(/kind=user\.signed_in/)
  const rows = page.getByRole('row')
  await expect(rows.nth(1)).toContainText('Signed in')
  await expect(rows.nth(1)).toContainText('127.0.0.1')
  await expect(page.getByRole('cell', { name: /Order placed/ })).toHaveCount(0)

  await page.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'CSV' }).click(),
  ])
  const lines = readFileSync(await download.path(), 'utf8').trim().split('\r\n')
  // In the language of the account.
  expect(lines[0]).toContain('事件代码')
  expect(lines.length).toBeGreaterThan(1)
  for (const line of lines.slice(1)) expect(line).toContain('user.signed_in')
})

test('who may not read the log is told so', async ({ as }) => {
  const page = await as('sales_rep', { language: 'en' })
  await page.goto('/events')
  await expect(page.getByText('You may not see this page')).toBeVisible()
})
