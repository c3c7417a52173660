// One partner sees and reaches nothing of another's.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('a partner sees nothing of another: not in lists, not by address, not over the API', async ({
  as,
  api,
  watch,
}) => {
  const other = await api('other_partner')
  const theirs = (await other.get('/api/v1/partners/orders?per_page=100')).body.items
  expect(theirs.length, 'the other partner has orders').toBeGreaterThan(0)
  const licenses = (await other.get('/api/v1/partners/licenses?per_page=100')).body.items
  expect(licenses.length, 'and licenses').toBeGreaterThan(0)

  await test.step('over the API', async () => {
    const own = await api('partner')
    const numbers = (await own.get('/api/v1/partners/orders?per_page=100')).body.items.map(
      (order: { number: string }) => order.number,
    )
    for (const { id, number } of theirs) {
      expect(numbers).not.toContain(number)
      expect((await own.get(`/api/v1/partners/orders/${id}`)).status).toBe(404)
      expect((await own.get(`/api/v1/partners/orders/${number}`)).status).toBe(404)
      expect((await own.get(`/api/v1/orders/${id}`)).status).toBe(403)
    }
    for (const { id, number } of licenses) {
      expect((await own.get(`/api/v1/partners/licenses/${id}`)).status).toBe(404)
      expect((await own.get(`/api/v1/partners/licenses/${number}`)).status).toBe(404)
    }
    const found = await own.get(`/api/v1/partners/orders?q=${theirs[0].number}`)
    expect(found.body.items).toEqual([])
  })

  await test.step('in the browser', async () => {
    watch.expect(/404.*\/api\/v1\/partners\//, /403/)
    const page = await as('partner', { language: 'en' })
    await page.goto(`/portal/orders?q=${theirs[0].number}`)
    await expect(page.getByText('Nothing matches')).toBeVisible()
    await page.goto(`/portal/orders/${theirs[0].id}`)
    await expect(page.getByText(theirs[0].number)).toHaveCount(0)
    await expect(page.getByText(/out of your reach/)).toBeVisible()
    await page.goto(`/orders/${theirs[0].id}`)
    await expect(page.getByText(theirs[0].number)).toHaveCount(0)
  })
})

test('staff see partners with level, standing and agreement', async ({ as }) => {
  const page = await as('channel_manager', { language: 'en' })
  await page.goto('/partners')
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await photograph(page, 'partners')
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  await photograph(page, 'partner')
})

test('a partner changes its own contact, and a wrong address is refused beside the field', async ({
  as,
}) => {
  const page = await as('partner', { language: 'en' })
  await page.goto('/portal/organisation')
  await photograph(page, 'organisation')
})
