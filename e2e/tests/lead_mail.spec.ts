// Leads from mail: dropped, read, confirmed with one key, and found on the board; what no person wrote
// is kept out, and can be brought back.
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

function eml(from: string, subject: string, headers: string[], text: string): string {
  const id = `<${Date.now()}-${Math.random()}@e2e.example>`
  const head = [`From: ${from}`, 'To: sales@dsms.example', `Subject: ${subject}`, `Message-ID: ${id}`]
  const kind = ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8']
  return [...head, ...headers, ...kind, '', text].join('\r\n')
}

async function drop(page: Page, files: { name: string, text: string }[]) {
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer()
    for (const { name, text } of all) {
      transfer.items.add(new File([text], name, { type: 'message/rfc822' }))
    }
    return transfer
  }, files)
  await page.locator('.import-drop').dispatchEvent('drop', { dataTransfer: data })
}

test('a mail is dropped, confirmed with one key, and stands on the board', async ({ as }) => {
  const rep = await as('sales_rep', { language: 'en' })
  await rep.goto('/leads/mail')
  await expect(rep.getByRole('heading', { name: 'Leads from mail' })).toBeVisible()
  const company = `长风智能装备${Date.now() % 1_000_000}有限公司`
  const text = `我是${company}的王伟，企业版300人使用，预算20万元，电话13800138001。`
  const enquiry = eml('Wang <wang@changfeng.example>', 'Enterprise for 300', [], text)
  const away = eml('Li <li@changfeng.example>', `Away ${company}`, ['Auto-Submitted: auto-replied'], 'Away')

  await drop(rep, [{ name: 'one.eml', text: enquiry }, { name: 'two.eml', text: away }])
  await expect(rep.getByText('2 taken in, 0 known already')).toBeVisible()
  await drop(rep, [{ name: 'one.eml', text: enquiry }])
  await expect(rep.getByText('0 taken in, 1 known already')).toBeVisible()
  await rep.getByRole('button', { name: company }).click()

  await expect(rep.getByRole('textbox', { name: 'Company', exact: true })).toHaveValue(company)
  await expect(rep.locator('mark', { hasText: '13800138001' })).toBeVisible()
  await photograph(rep, 'lead-mail')
  await rep.getByRole('button', { name: company }).click()
  await rep.getByRole('heading', { name: 'Leads from mail' }).click()
  await rep.keyboard.press('Enter')
  await expect(rep.getByText('A lead was made of it')).toBeVisible()
  await expect(rep.getByRole('button', { name: company })).toHaveCount(0)

  await rep.getByText('Kept out', { exact: true }).click()
  await rep.getByRole('button', { name: `Away ${company}` }).click()
  await expect(rep.getByText('auto-submitted: auto-replied')).toBeVisible()
  await rep.getByRole('button', { name: 'Bring back' }).click()
  await expect(rep.getByRole('button', { name: `Away ${company}` })).toHaveCount(0)

  await rep.goto('/leads/board')
  const column = rep.getByRole('region', { name: 'New', exact: true })
  await expect(column.getByRole('listitem').filter({ hasText: company })).toBeVisible()
})
