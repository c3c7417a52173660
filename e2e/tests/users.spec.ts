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
