// Customers: found by name and by the initials of its pinyin.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('a customer is found by a part of the name, and shows licenses and story', async ({ as, api }) => {
  const { items } = (await (await api('admin')).get('/api/v1/customers')).body
  const { name } = items[0]
  const page = await as('sales_manager', { language: 'en' })
  await page.goto('/customers')
  await photograph(page, 'customers')

  await page.getByRole('searchbox').fill(name.slice(0, 4))
  await page.getByRole('link', { name }).first().click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await photograph(page, 'customer')
})

test('an address that leads nowhere says so, and how to go on', async ({ as, watch }) => {
  watch.expect(/404.*\/api\/v1\/customers\//)
  const page = await as('admin', { language: 'en' })
  await page.goto('/customers/00000000-0000-7000-8000-000000000000')
  await expect(page.getByText(/out of your reach/)).toBeVisible()
})

test('two customers that are one are found, merged, and made two again', async ({ as, api }) => {
  const admin = await api('admin')
  const find = async (q: string) => (await admin.get(`/api/v1/customers?q=${encodeURIComponent(q)}`)).body.items
  const page = await as('admin', { language: 'en' })

  await test.step('a new customer, told from others while it is typed', async () => {
    await page.goto('/customers')
    await page.getByRole('link', { name: 'New customer' }).click()
    await page.getByRole('textbox', { name: 'Customer', exact: true }).fill('佛山陶都家居')
    await expect(page.getByText('These customers may be the same')).toBeVisible()
    await expect(page.getByRole('link', { name: '佛山陶都家居集团有限公司' })).toBeVisible()
    await photograph(page, 'customer-new')
    // Looking at it in eight ways loads it anew.
    await page.getByRole('textbox', { name: 'Customer', exact: true }).fill('佛山陶都家居')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('佛山陶都家居')
  })

  await test.step('the pair is found by itself, and merged', async () => {
    await expect
      .poll(async () => (await admin.get(`/api/v1/customers/duplicates?q=${encodeURIComponent('陶都')}`)).body.total)
      .toBe(1)
    await page.goto(`/customers/duplicates?q=${encodeURIComponent('陶都')}`)
    await photograph(page, 'customer-duplicates')
    await page.getByRole('link', { name: 'Compare and merge' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Merge customers')
    await photograph(page, 'customer-merge')
    await page.getByRole('button', { name: 'Merge', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('佛山陶都家居集团有限公司')
    expect(await find('陶都')).toHaveLength(1)
  })

  await test.step('undone, both are what they were', async () => {
    await page.getByRole('button', { name: 'Undo merge' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('Goes back', { exact: true })).toBeVisible()
    await dialog.getByRole('button', { name: 'Undo merge' }).click()
    await expect(dialog).toBeHidden()
    expect(await find('陶都')).toHaveLength(2)
  })

  await test.step('archived, it leaves the list; restored, it is back', async () => {
    const other = (await find('陶都')).find((one: { name: string }) => one.name === '佛山陶都家居')
    await page.goto(`/customers/${other.id}`)
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Archive customer' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Archive customer' }).click()
    await expect(page.getByText('This customer is archived')).toBeVisible()
    expect(await find('陶都')).toHaveLength(1)
    await page.getByRole('button', { name: 'Restore customer' }).click()
    await expect(page.getByText('This customer is archived')).toBeHidden()
    expect(await find('陶都')).toHaveLength(2)
  })
})

test('who saves second sees both versions, and loses nothing', async ({ as, api, watch }) => {
  watch.expect(/412.*\/api\/v1\/customers\//)
  const http = await api('admin')
  const { id } = (await http.get('/api/v1/customers')).body.items[2]
  const before = await http.get(`/api/v1/customers/${id}`)
  const page = await as('commercial_ops', { language: 'en' })
  await page.goto(`/customers/${id}/edit`)
  await page.getByRole('textbox', { name: 'City' }).fill('苏州')

  const theirs = await http.send(
    'PATCH',
    `/api/v1/customers/${id}`,
    { city: '无锡', notes: '同事刚写的备注' },
    { 'If-Match': before.etag! },
  )
  expect(theirs.status).toBe(200)
  await page.getByRole('button', { name: 'Save' }).click()

  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Somebody else has changed this').first()).toBeVisible()
  const city = dialog.getByRole('row').filter({ hasText: 'City' })
  await expect(city).toContainText('苏州')
  await expect(city).toContainText('无锡')
  await expect(dialog.getByRole('row'), 'the notes are theirs either way').toHaveCount(2)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('textbox', { name: 'City' })).toHaveValue('苏州')
  await page.getByRole('button', { name: 'Save' }).click()
  await dialog.getByRole('button', { name: 'Save mine' }).click()

  await expect(page).toHaveURL(new RegExp(`/customers/${id}$`))
  const after = (await http.get(`/api/v1/customers/${id}`)).body
  expect([after.city, after.notes]).toEqual(['苏州', '同事刚写的备注'])
})
