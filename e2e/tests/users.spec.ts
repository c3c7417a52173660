// Users: a deactivated one is out at once, and back when reactivated.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'
import { people } from '../fixtures/people'

test('deactivation ends a session at once, and reactivation lets the person in again', async ({
  as,
  api,
  dsms,
}) => {
  const { username, password } = people().engineer
  const engineer = await api('engineer')
  expect((await engineer.get('/api/v1/auth/me')).status).toBe(200)
  const admin = await as('admin', { language: 'en' })
  await admin.goto('/users')
  await photograph(admin, 'users')

  await admin.getByRole('searchbox').fill(username)
  await expect(admin.getByRole('row')).toHaveCount(2)
  const row = admin.getByRole('row').filter({ hasText: username })
  await row.getByRole('button', { name: /^Deactivate/ }).click()
  await admin.getByRole('dialog').getByRole('button', { name: /^Deactivate/ }).click()
  await expect(admin.getByText(/was deactivated/)).toBeVisible()

  expect((await engineer.get('/api/v1/auth/me')).status).toBe(401)
  const again = () =>
    fetch(`${dsms.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })
  expect((await again()).status).toBe(401)

  await row.getByRole('button', { name: /^Reactivate/ }).click()
  await admin.getByRole('dialog').getByRole('button', { name: /^Reactivate/ }).click()
  await expect(admin.getByText(/was reactivated/)).toBeVisible()
  expect((await again()).status).toBe(200)
})

test('what is granted for a while opens a page, and closes it when it is taken back', async ({
  as,
}) => {
  const { username } = people().sales_rep
  const rep = await as('sales_rep', { language: 'en' })
  await rep.goto('/')
  await expect(rep.locator('#main')).toBeVisible()
  await expect(rep.getByRole('link', { name: 'Audit log' })).toHaveCount(0)

  const admin = await as('admin', { language: 'en' })
  await admin.goto(`/users?q=${username}`)
  await admin.getByRole('row').filter({ hasText: username }).getByRole('link').first().click()
  await expect(admin).toHaveURL(/\/users\/[0-9a-f-]+$/)
  await admin.getByRole('button', { name: 'Grant a permission' }).click()
  const drawer = admin.getByRole('dialog')
  await drawer.getByLabel('Permission').selectOption({ label: 'Read the audit log' })
  await drawer.getByLabel('For how long').selectOption({ label: '1 hour' })
  await drawer.getByLabel('Reason').fill('Yearly audit')
  await drawer.getByRole('button', { name: 'Grant a permission' }).click()
  await expect(admin.getByText(/^Granted;/)).toBeVisible()
  await expect(admin.getByRole('row').filter({ hasText: 'Yearly audit' })).toContainText('In force')
  await photograph(admin, 'user')

  await rep.reload()
  await rep.getByRole('link', { name: 'Audit log' }).first().click()
  await expect(rep.getByRole('heading', { level: 1 })).toHaveText('Audit log')
  await expect(rep.getByText('Yearly audit').first()).toBeVisible()

  const row = admin.getByRole('row').filter({ hasText: 'Yearly audit' })
  await row.getByRole('button', { name: 'Take back' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
  await expect(row).toContainText('Taken back')
  await rep.reload()
  await expect(rep.getByText('You may not see this page')).toBeVisible()
})

test('a grant ends by itself, at its instant', async ({ as, api }) => {
  const { username } = people().engineer
  const admin = await api('admin')
  const found = await admin.get(`/api/v1/users?q=${username}`)
  const [{ id }] = found.body.items
  const seconds = 12
  const until = new Date(Date.now() + seconds * 1000).toISOString()
  const granted = await admin.post(`/api/v1/users/${id}/grants`, {
    permission: 'events.read',
    until,
    reason: 'A look into one entry',
  })
  expect(granted.status).toBe(201)

  const engineer = await as('engineer', { language: 'en' })
  await engineer.goto('/events')
  await expect(engineer.getByRole('heading', { level: 1 })).toHaveText('Audit log')
  await expect(engineer.getByText('A look into one entry').first()).toBeVisible()

  await engineer.waitForTimeout(Math.max(0, Date.parse(until) - Date.now()) + 500)
  await engineer.reload()
  await expect(engineer.getByText('You may not see this page')).toBeVisible()
})

test('an administrator sees where somebody is signed in, and ends it', async ({ as, api }) => {
  const { username } = people().channel_manager
  const there = await api('channel_manager')
  expect((await there.get('/api/v1/auth/me')).status).toBe(200)
  const admin = await as('admin', { language: 'en' })
  await admin.goto(`/users?q=${username}`)
  await admin.getByRole('row').filter({ hasText: username }).getByRole('link').first().click()
  await admin.getByRole('button', { name: 'Sign out everywhere' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(admin.getByText('Not signed in anywhere')).toBeVisible()
  expect((await there.get('/api/v1/auth/me')).status).toBe(401)
})
