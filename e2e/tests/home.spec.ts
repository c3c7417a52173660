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

test('a page that does not exist says so', async ({ as }) => {
  const page = await as('admin', { language: 'en' })
  await page.goto('/no/such/page')
  await expect(page.getByText('There is nothing here')).toBeVisible()
})

test('the server starts within a second, and its documents work offline', async ({ as, dsms }) => {
  expect(dsms.startedAfter).toBeLessThan(1000)
  const page = await as('nobody')
  await page.goto('/docs/')
  await expect(page.getByText('/api/v1/orders').first()).toBeVisible()
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
