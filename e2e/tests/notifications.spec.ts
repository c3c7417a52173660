// Notifications: what somebody turns off stays off, and what waits for them stays in the list.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('one chooses what one is told of, and how', async ({ as, api }) => {
  const page = await as('commercial_ops', { language: 'en' })
  await page.goto('/account?tab=notifications')
  const duty = page.getByRole('group', { name: 'An order waits for approval' })
  await expect(duty.getByLabel('In the list')).toBeDisabled()
  await expect(duty.getByLabel('In the list')).toBeChecked()
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()

  await duty.getByLabel('By mail').uncheck()
  await page.getByRole('group', { name: 'A license was activated' }).getByLabel('In the list').uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
  await photograph(page, 'notification-choices')

  await page.reload()
  await expect(duty.getByLabel('By mail')).not.toBeChecked()
  const ops = await api('commercial_ops')
  const kept = await ops.get('/api/v1/notifications/preferences')
  const of = (kind: string) => kept.body.preferences.find((each: any) => each.kind === kind)
  expect(of('order_submitted')).toMatchObject({ in_app: true, by_mail: false })
  expect(of('license_activated')).toMatchObject({ in_app: false })

  // As it was: other journeys wait for these.
  await page.getByRole('button', { name: 'As by default' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved').first()).toBeVisible()
  await expect(duty.getByLabel('By mail')).toBeChecked()
})
