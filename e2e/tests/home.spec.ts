// The first page of each side, the person's own account, and the server's own speed and manners.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('staff and partners each have a home that leads on', async ({ as }) => {
  const staff = await as('commercial_ops', { language: 'en' })
  await staff.goto('/')
  await photograph(staff, 'home')
  const partner = await as('partner', { language: 'en' })
  await partner.goto('/portal')
  await photograph(partner, 'portal')
  await partner.goto('/portal/account')
  await photograph(partner, 'account')
})

test('sales see what they began, what came back with its reason, and what they handed in', async ({
  as,
}) => {
  const page = await as('sales_rep', { language: 'en' })
  await page.goto('/')
  const rejected = page.getByRole('region', { name: /^My rejected orders/ })
  await expect(rejected.getByRole('columnheader', { name: 'Reason' })).toBeVisible()
  await expect(rejected.getByRole('row').nth(1)).toContainText('统一社会信用代码')
  await expect(page.getByRole('region', { name: /^My drafts/ }).getByRole('row').nth(1)).toBeVisible()
  const handedIn = page.getByRole('region', { name: /^Handed in by me/ })
  await expect(handedIn.getByRole('row').nth(1)).toBeVisible()
  await photograph(page, 'home-sales')

  await page.getByRole('radiogroup', { name: 'How soon' }).getByText('Within 30 days').click()
  await expect(page.getByText('Within 30 days, or in grace')).toBeVisible()

  await rejected.getByRole('link', { name: /^Show all/ }).click()
  await expect(page).toHaveURL(/placed_by=me/)
  const chip = page.getByRole('group', { name: 'Placed by' }).getByRole('button', { name: 'Placed by me' })
  await expect(chip).toHaveAttribute('aria-pressed', 'true')
  await page.reload()
  await page.getByRole('group', { name: 'Status' }).getByRole('button', { name: 'All' }).click()
  await expect(page).not.toHaveURL(/status=/)
  await expect(page).toHaveURL(/placed_by=me/)
  await chip.click()
  await expect(page).not.toHaveURL(/placed_by/)
})

test('a channel manager sees which agreements are about to end', async ({ as }) => {
  const page = await as('channel_manager', { language: 'en' })
  await page.goto('/')
  const ending = page.getByRole('region', { name: /^Agreements about to end/ })
  await ending.getByRole('link', { name: /^Show all/ }).click()
  await expect(page).toHaveURL(/agreement_ends_within=90/)
  await expect(page.getByRole('row').nth(1)).toBeVisible()
})

test('a partner shows their own orders or the whole organization’s', async ({ as }) => {
  const page = await as('partner', { language: 'en' })
  await page.goto('/portal')
  const whose = page.getByRole('radiogroup', { name: 'Whose orders' })
  await expect(whose.getByRole('radio', { name: 'Mine' })).toBeChecked()
  await expect(page.getByRole('region', { name: /^Handed in/ }).getByRole('row').nth(1)).toBeVisible()
  await whose.getByText('All of us').click()
  const all = page.getByRole('region', { name: /^Handed in/ }).getByRole('link', { name: /^Show all/ })
  await expect(all).not.toHaveAttribute('href', /placed_by/)
  await page.reload()
  await expect(whose.getByRole('radio', { name: 'All of us' })).toBeChecked()
})

test('a page that does not exist says so', async ({ as }) => {
  const page = await as('admin', { language: 'en' })
  await page.goto('/no/such/page')
  await expect(page.getByText('There is nothing here')).toBeVisible()
})

test('the server starts within a second, and its documents work offline', async ({ as, dsms }) => {
  expect(dsms.startedAfter).toBeLessThan(1000)
  const page = await as('nobody')
  await page.goto('/docs/')
  // Every operation is drawn at once: a busy machine takes its time.
  await expect(page.getByText('/api/v1/orders').first()).toBeVisible({ timeout: 30_000 })
})

test('answers carry the headers that keep strangers out', async ({ dsms }) => {
  const page = await fetch(`${dsms.url}/`)
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("'wasm-unsafe-eval'")
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/)
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const api = await fetch(`${dsms.url}/api/v1/no-such-thing`)
  expect(api.status).toBe(404)
  expect(api.headers.get('content-type')).toContain('application/problem+json')
  expect((await fetch(`${dsms.url}/assets/no-such-file.js`)).status).toBe(404)
})
