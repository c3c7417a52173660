// Our own company and the order terms: what is kept there stands on forms and is accepted with orders.
import { expect, test } from '../fixtures'
import { fillLine, freshName, submit } from '../fixtures/order-form'
import { photograph } from '../fixtures/look'
import { downloadPdf, squeezed } from '../fixtures/pdf'

test('a new address and new terms stand on the next order; an earlier one keeps its terms', async ({
  as,
  api,
}) => {
  test.setTimeout(150_000)
  const http = await api('admin')
  const [seller] = (await http.get('/api/v1/sellers')).body
  const before = (await (await api('partner')).get('/api/v1/partners/orders?status=submitted')).body
    .items[0]
  const earlier = (await (await api('partner')).get(`/api/v1/partners/orders/${before.number}`)).body
  const admin = await as('admin', { language: 'en' })

  await test.step('a wrong tax number is refused where it stands', async () => {
    await admin.goto('/settings/company')
    const tax = admin.getByRole('textbox', { name: 'Unified credit code / tax number' })
    await expect(tax).toHaveValue(seller.content.tax_number)
    await photograph(admin, 'company-and-terms')
    await tax.fill('91310000MA1K35K09X')
    await admin.getByRole('button', { name: 'Save' }).click()
    await expect(tax).toHaveAttribute('aria-invalid', 'true')
    await tax.fill('91310000MA1K35K099')
  })

  await test.step('the mended company is kept', async () => {
    await admin.getByRole('textbox', { name: 'Registered address' }).fill('上海市浦东新区世纪大道 100 号')
    await admin.getByRole('button', { name: 'Save' }).click()
    await expect(admin.getByText('Saved').first()).toBeVisible()
    const [kept] = (await http.get('/api/v1/sellers')).body
    expect(kept.content.tax_number).toBe('91310000MA1K35K099')
  })

  const label = `E2E-${Date.now()}`
  await test.step('new terms begin with the texts of the old ones and hold from today', async () => {
    await admin.getByRole('button', { name: 'New version' }).click()
    const form = admin.getByRole('dialog')
    await form.getByRole('textbox', { name: 'Version' }).fill(label)
    const text = form.getByRole('textbox', { name: 'Terms in English' })
    const old = await text.inputValue()
    expect(old.length).toBeGreaterThan(40)
    await text.fill(`${old}\nUpdates are delivered for as long as the license runs.`)
    await form.getByRole('button', { name: 'Publish' }).click()
    await expect(form).toBeHidden()
    await expect(admin.locator('summary').filter({ hasText: label })).toContainText('In force')
  })

  await test.step('an order that is placed now accepts them and prints the new address', async () => {
    const partner = await as('partner', { language: 'en' })
    await partner.goto('/portal/orders/new')
    await fillLine(partner, 0, {
      product: /Standard/,
      endUser: freshName('远景仪表'),
      contact: { name: '韩雪', email: 'han.xue@terms.example.com' },
      activation: 'Online',
    })
    const number = await submit(partner)
    const order = (await (await api('partner')).get(`/api/v1/partners/orders/${number}`)).body
    expect(order.acceptance.terms_version).toBe(label)
    expect(order.acceptance.terms_hash).not.toBe(earlier.acceptance.terms_hash)
    const { text } = await downloadPdf(partner, 'Download PDF')
    expect(text).toContain(squeezed('上海市浦东新区世纪大道 100 号'))
  })

  await test.step('the earlier order keeps what it accepted', async () => {
    const again = (await (await api('partner')).get(`/api/v1/partners/orders/${before.number}`)).body
    expect(again.acceptance).toEqual(earlier.acceptance)
  })

  await test.step('a sales rep has no such page', async () => {
    const rep = await as('sales_rep', { language: 'en' })
    await expect(rep.getByRole('link', { name: 'Company and terms' })).toHaveCount(0)
    expect((await (await api('sales_rep')).get('/api/v1/sellers')).status).toBe(403)
  })
})
