// Lines from a spreadsheet: what is pasted or uploaded becomes lines, and what is wrong is named.
import { expect, test } from '../fixtures'
import { expectAccessible } from '../fixtures/look'
import { freshName, submit } from '../fixtures/order-form'

const HEADINGS = ['最终客户', '产品', '套数', '年限', '联系人', '邮箱', '激活方式', '集群ID', '交付给']

test('a partner pastes three rows, takes the two good ones, and orders them', async ({ as }) => {
  const [factory, bank] = [freshName('南方精密'), freshName('黄河信托')]
  const rows = [
    HEADINGS,
    [factory, 'DIFY-PRO', '2.0', '1', '王芳', 'wang.fang@factory.example.com', '离线',
      '"south-cluster-01\nsouth-cluster-02"', '客户'],
    [freshName('无此产品'), '至尊版', '1', '1', '李强', 'li.qiang@x.example.com', '在线', '', '客户'],
    [bank, '标准版', '１', '3', '李强', 'li.qiang@bank.example.com', '在线', '', '合作伙伴'],
  ]
  const text = rows.map((row) => row.join('\t')).join('\r\n')
  const page = await as('partner', { language: 'en' })
  await page.goto('/portal/orders/new')
  await expect(page.getByTestId('order-line')).toHaveCount(1)

  await test.step('Ctrl+V anywhere in the dialog shows what was understood', async () => {
    await page.getByRole('button', { name: 'Paste or import from a sheet' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.evaluate((text) => navigator.clipboard.writeText(text), text)
    await page.keyboard.press('Control+V')
    await expect(page.getByTestId('sheet-counts')).toHaveText('2 rows usable, 1 wrong')
    const wrong = page.getByTestId('sheet-row').nth(1)
    await expect(wrong).toContainText('No product has the name or code “至尊版”')
    // The heading is row 1 of the sheet.
    await expect(wrong.getByRole('cell').first()).toHaveText('3')
    await page.screenshot({ path: 'screenshots/order-sheet.png' })
    await expectAccessible(page, 'the dialog for sheets')
  })

  await test.step('the good rows become lines with a price', async () => {
    await page.getByRole('button', { name: 'Add 2 lines' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByTestId('order-line')).toHaveCount(2)
    const cards = page.getByTestId('order-line')
    await expect(cards).toHaveCount(2)
    await expect(cards.first().getByRole('combobox', { name: 'End user' })).toHaveValue(factory)
    await expect(cards.first().getByLabel('Sets').first()).toHaveValue('2')
    await expect(page.getByTestId('order-total').first()).toHaveText(/¥[1-9]/)
  })

  await submit(page)
  await expect(page.getByText(bank).first()).toBeVisible()
})

test('staff upload the template as it is, and nonsense is refused in words', async ({ as, watch }) => {
  watch.expect(/422.*\/orders\/lines\/read/)
  const page = await as('sales_rep', { language: 'en' })
  await page.goto('/orders/new')
  await page.getByRole('button', { name: 'Paste or import from a sheet' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download template' }).click(),
  ])

  const upload = page.getByLabel('Choose a file')
  await upload.setInputFiles({
    name: 'nonsense.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: Buffer.from('PK nonsense'),
  })
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('This file cannot be read')
  await upload.setInputFiles(await download.path())

  await expect(page.getByTestId('sheet-counts')).toHaveText('All 4 rows usable')
})
