// Ctrl-K: a customer by pinyin initials, a license by its number, and nothing of others.
import { expect, test } from '../fixtures'

test('the initials of a customer lead to its page', async ({ as, api }) => {
  const admin = await api('admin')
  // A customer whose initials the server itself finds it by: the demo data may change its names.
  const letters = [...'abcdefghjklmnopqrstwxyz']
  let initials = ''
  let name = ''
  for (const letter of letters) {
    const hits = (await admin.get(`/api/v1/search?q=${letter}`)).body as { kind: string, name?: string }[]
    const hit = hits.find((hit) => hit.kind === 'customer' && !hit.name?.toLowerCase().includes(letter))
    if (hit?.name) {
      initials = letter
      name = hit.name
      break
    }
  }
  expect(name).not.toBe('')
  const page = await as('sales_manager', { language: 'en' })
  await page.goto('/')

  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox', { name: 'Search or jump to' })
  await expect(box).toBeFocused()
  await box.fill(initials)
  const option = page.getByRole('option').filter({ hasText: name }).filter({ hasText: 'Customer' })
  await expect(option).toBeVisible()
  await option.click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  // Opened once, it is offered with nothing typed.
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option').first()).toContainText(name)
})

test('a license is found by its number, with the keyboard alone, and by its own partner only', async ({ as, api }) => {
  const partner = await api('partner')
  const { items } = (await partner.get('/api/v1/partners/licenses')).body
  const { number } = items[0]
  const own = await as('partner', { language: 'en' })
  await own.goto('/portal')
  await expect(own.getByRole('heading', { level: 1 })).toBeVisible()
  await own.keyboard.press('Control+k')
  const box = own.getByRole('combobox', { name: 'Search or jump to' })
  await box.fill(number.toLowerCase())
  await expect(own.getByRole('option').first()).toContainText(number)
  await box.press('Enter')
  await expect(own.getByRole('heading', { level: 1 })).toContainText(number)

  const other = await as('other_partner', { language: 'en' })
  await other.goto('/portal')
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible()
  await other.keyboard.press('Control+k')
  await other.getByRole('combobox', { name: 'Search or jump to' }).fill(number)
  await expect(other.getByText('Nothing found')).toBeVisible()
  await expect(other.getByRole('option')).toHaveCount(0)
})
