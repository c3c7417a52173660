// The paper form: what the server's PDF says is what stands on the page.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'
import { fillLine, freshName, submit } from '../fixtures/order-form'
import { downloadPdf, squeezed } from '../fixtures/pdf'

test('an order is downloaded as a PDF that says what the page says', async ({ as, api }) => {
  test.setTimeout(180_000)
  const factory = freshName('华光印务')
  const partner = await as('partner', { language: 'en' })

  const number = await test.step('a draft is marked as one', async () => {
    await partner.goto('/portal/orders/new')
    await fillLine(partner, 0, {
      product: /Standard/,
      sets: 2,
      years: 2,
      endUser: factory,
      contact: { name: '孙丽', email: 'sun.li@print.example.com' },
      activation: 'Online',
    })
    await expect(partner.getByTestId('draft-state').first()).toContainText('Draft saved')
    const drafts = await (await api('partner')).get('/api/v1/partners/orders?status=draft')
    const draft = drafts.body.items.find((item: { end_user: string }) => item.end_user === factory)
    const reader = await as('partner', { language: 'en' })
    await reader.goto(`/portal/orders/${draft.number}`)
    const { name, text } = await downloadPdf(reader, 'Download PDF')
    expect(name).toBe(`${draft.number}.pdf`)
    expect(text).toContain('SoftwareLicensePurchaseOrder(DRAFT)')
    return submit(partner)
  })

  await test.step('the partner’s PDF has parties, total and capital numerals of the page', async () => {
    const order = await (await api('partner')).get(`/api/v1/partners/orders/${number}`)
    const hash = order.body.acceptance.content_hash.slice(0, 16)
    await expect(partner.getByText(hash).first()).toBeVisible()
    await expect(partner.getByText(order.body.acceptance.address).first()).toBeVisible()
    const { name, text, pages } = await downloadPdf(partner, 'Download PDF')
    expect(name).toBe(`${number}.pdf`)
    expect(text).not.toContain('DRAFT')
    expect(text).toContain(`Page1of${pages}`)
    for (const word of [
      number,
      factory,
      order.body.partner.name,
      order.body.acceptance.terms_hash,
      hash,
      order.body.acceptance.address,
    ]) {
      expect(text).toContain(squeezed(word))
    }
    const total = Number(order.body.totals.gross).toLocaleString('en-US', {
      minimumFractionDigits: 2,
    })
    expect(text).toContain(`¥${total}`)
  })

  await test.step('each word of the print view is on the PDF, in Chinese too', async () => {
    const admin = await as('admin', { language: 'zh-CN' })
    await admin.goto(`/orders/${number}/print`)
    const sheet = admin.getByTestId('print-sheet')
    await expect(sheet.getByText(/人民币.+[元分角整]/)).toBeVisible()
    await photograph(admin, 'order-print')
    const { name, text } = await downloadPdf(admin, '下载 PDF')
    expect(name).toBe(`${number}.pdf`)
    const words = await sheet
      .locator('h2, h3, dt, dd, th, td > div, p')
      .evaluateAll((elements) => elements.map((element) => element.textContent ?? ''))
    expect(words.length).toBeGreaterThan(50)
    for (const word of words) {
      expect(text, `«${word}» is on paper`).toContain(squeezed(word))
    }
  })

  await test.step('another partner gets nothing', async () => {
    const other = await api('other_partner')
    expect((await other.get(`/api/v1/partners/orders/${number}/print`)).status).toBe(404)
  })
})
