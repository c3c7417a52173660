// Products and prices: the list with its past and future, the rules, and a simulation that says why.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

/** A business day in Shanghai, so many days from today. */
function inDays(days: number): string {
  const day = new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000)
  return day.toISOString().slice(0, 10)
}

test('the price list, the rules and the simulation look right', async ({ as }) => {
  const page = await as('commercial_ops', { language: 'en' })
  await page.goto('/products')
  await expect(page.getByText('¥168,000.00').first()).toBeVisible()
  await photograph(page, 'products')

  await page.getByRole('link', { name: /DIFY-STANDARD/ }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('¥60,000.00').first(), 'the demo announces a price').toBeVisible()
  await expect(drawer.getByText('Price set')).toBeVisible()
  await photograph(page, 'product')
  await page.keyboard.press('Escape')

  await page.getByRole('tab', { name: 'Discount rules' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Gold' })).toBeVisible()
  await expect(page).toHaveURL(/tab=rules/)
  await photograph(page, 'price-rules')

  await page.getByRole('tab', { name: 'Simulation' }).click()
  await expect(page.getByRole('list', { name: 'How the price comes about' })).toBeVisible()
  await photograph(page, 'price-simulation')
})

test('a new price and a level rule from tomorrow show tomorrow, by name; a rep only reads them', async ({
  as,
  api,
}) => {
  const [today, tomorrow] = [inDays(0), inDays(1)]
  const http = await api('admin')
  const admin = await as('admin', { language: 'en' })
  // Other journeys share this server: what is set here is taken back.
  const rules = (await http.get('/api/v1/price-rules')).body.rules
  const bronze = rules.find((view: any) => view.rule.level === 'bronze')

  await test.step('the administrator sets a price from tomorrow', async () => {
    await admin.goto('/products')
    await admin.getByRole('link', { name: /DIFY-ENT/ }).click()
    const drawer = admin.getByRole('dialog').first()
    await drawer.getByRole('button', { name: 'Set a new price' }).click()
    const form = admin.getByRole('dialog').last()
    await expect(form.getByLabel('Valid from')).toHaveValue(tomorrow)
    await form.getByRole('textbox', { name: 'List price' }).fill('100')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form.getByText('The floor price is not above the list price')).toBeVisible()
    await form.getByRole('textbox', { name: 'List price' }).fill('180,000')
    await expect(form.getByText(`¥168,000.00 ends on ${today}`)).toBeVisible()
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(drawer.getByText('¥180,000.00').first()).toBeVisible()
    await expect(drawer.getByText(/¥168,000.00 → ¥180,000.00/)).toBeVisible()
  })

  await test.step('and ends a level’s rule for another one', async () => {
    await admin.goto('/products?tab=rules')
    const row = admin.getByRole('row').filter({ hasText: 'Bronze' })
    await row.getByRole('button', { name: /^End:/ }).click()
    await admin.getByRole('dialog').getByLabel('Last day').fill(today)
    await admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await expect(admin.getByRole('row').filter({ hasText: `to ${today}` })).toBeVisible()

    await admin.getByRole('button', { name: 'New rule' }).click()
    const form = admin.getByRole('dialog')
    await form.getByLabel('Partner level').selectOption('bronze')
    await form.getByRole('textbox', { name: 'Discount (%)' }).fill('12.5')
    await expect(form.getByText(`Bronze partners: −12.5%, from ${tomorrow}`)).toBeVisible()
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(admin.getByRole('row').filter({ hasText: `from ${tomorrow}` })).toBeVisible()
  })

  await test.step('a rep sees what each day costs, and why', async () => {
    const rep = await as('sales_rep', { language: 'en' })
    await rep.goto('/products')
    await expect(rep.getByText('¥180,000.00')).toBeVisible()
    await expect(rep.getByRole('button', { name: 'New product' })).toHaveCount(0)
    await rep.getByRole('link', { name: /DIFY-ENT/ }).click()
    await expect(rep.getByRole('dialog').getByText('¥180,000.00').first()).toBeVisible()
    await expect(rep.getByRole('button', { name: 'Set a new price' })).toHaveCount(0)

    await rep.goto('/products?tab=simulation')
    const list = (await http.get('/api/v1/price-list')).body.products
    const enterprise = list.find((product: any) => product.content.code === 'DIFY-ENT')
    await rep.getByRole('combobox', { name: 'Product', exact: true }).selectOption(`new ${enterprise.id}`)
    await rep.getByText('Partner level', { exact: true }).click()
    await rep.getByRole('combobox', { name: 'Partner level' }).selectOption('bronze')
    const why = rep.getByRole('status').filter({ hasText: 'Total' })
    await expect(why).toContainText('¥142,800.00')
    await expect(why).toContainText('Bronze partners: −15%')

    await rep.getByLabel('On which day').fill(tomorrow)
    await expect(why).toContainText('¥157,500.00')
    await expect(why).toContainText(`Bronze partners: −12.5%, from ${tomorrow}`)
    await expect(why).toContainText('¥180,000.00 per set and year')

    await rep.getByRole('textbox', { name: 'Taken off by hand (%)' }).fill('10')
    await expect(why).toContainText('Beyond your limit (5%)')
    await expect(rep.getByRole('row', { name: /Sales representative/ })).toContainText('5%')
  })

  await test.step('what is to come is taken back', async () => {
    await admin.goto('/products')
    await admin.getByRole('link', { name: /DIFY-ENT/ }).click()
    const drawer = admin.getByRole('dialog').first()
    await drawer.getByRole('button', { name: `Remove the price from ${tomorrow}` }).click()
    await admin.getByRole('dialog').last().getByRole('button', { name: 'Remove' }).click()
    await expect(drawer.getByText('Upcoming price removed')).toBeVisible()

    await admin.goto('/products?tab=rules')
    const row = admin.getByRole('row').filter({ hasText: `from ${tomorrow}` })
    await row.getByRole('button', { name: /^Remove:/ }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect(row).toHaveCount(0)
    const ended = (await http.get('/api/v1/price-rules')).body.rules.find(
      (view: any) => view.rule.id === bronze.rule.id,
    )
    const reopened = await http.post(
      `/api/v1/price-rules/${bronze.rule.id}/end`,
      {},
      { 'If-Match': `"${ended.version}"` },
    )
    expect(reopened.status).toBe(200)
  })
})
