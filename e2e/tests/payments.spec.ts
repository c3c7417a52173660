// Payments: a bank's file in, what is sure matched by itself, the rest confirmed at the desk and undone.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('finance looks at what waits, matches by keys and undoes it', async ({ as }) => {
  const page = await as('finance', { language: 'en' })
  await page.goto('/finance/statements')
  await page.getByRole('link', { name: /基本户流水/ }).first().click()
  await expect(page.getByText('Opening balance and entries make the closing balance.')).toBeVisible()
  await photograph(page, 'statement')

  await page.goto('/finance/desk')
  await expect(page.getByRole('heading', { name: 'Reconciliation' })).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { name: 'Suggestions' })).toBeVisible()
  await photograph(page, 'payments-desk')
  // The picture was taken of the page loaded anew.
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { name: 'Suggestions' })).toBeVisible()
  await page.keyboard.press('s')
  await expect(page.getByRole('heading', { name: 'Choose orders' })).toBeVisible()

  await page.goto('/finance/payments?status=suggested')
  await page.getByRole('table', { name: 'Payments' }).getByRole('link').first().click()
  await page.getByRole('link', { name: 'Match', exact: true }).click()
  await page.getByRole('button', { name: 'Accept' }).first().click()
  await expect(page.getByText('Payment matched')).toBeVisible()
  await page.keyboard.press('u')
  await expect(page.getByText('Match undone')).toBeVisible()
})

test('a bank statement is uploaded, imported and undone', async ({ as, api }) => {
  const finance = await api('finance')
  const number = `6222${Date.now()}`
  const made = await finance.post('/api/v1/bank-accounts', {
    name: 'E2E', bank: 'Bank', account_number: number, currency: 'CNY', active: true,
  })
  expect(made.status).toBe(201)
  const page = await as('finance', { language: 'en' })
  await page.goto('/finance/statements')
  const text = `账号：,${number}\n交易日期,收入,支出,余额,对方户名,摘要\n2026-01-05,12.00,,112.00,某公司,测试\n`
  await page.locator('input[type=file]').setInputFiles({
    name: 'e2e.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'utf8'),
  })
  await expect(page.getByRole('heading', { name: 'e2e.csv' })).toBeVisible()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText('Statement imported')).toBeVisible()
  await page.getByRole('button', { name: 'Undo the import' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText('Undone').first()).toBeVisible()
})
