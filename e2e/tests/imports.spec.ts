// Customers and purchases from spreadsheets: looked at, corrected, written, undone, and written again.
import { expect, test } from '../fixtures'
import { gb18030 } from '../fixtures/gb18030'
import { photograph } from '../fixtures/look'
import { freshName } from '../fixtures/order-form'

test('a spreadsheet in GB 18030 is corrected, imported, undone and imported again', async ({ as }) => {
  const run = freshName('x').replace(/[^0-9a-z]/gi, '').slice(-8)
  const [first, second] = [`Import One ${run}`, `Import Two ${run}`]
  const sheet = [
    '清单,,,',
    '客户名称,所属区域,联系人,邮箱',
    `${first},华东,Wang,wang@one.example.com`,
    `${second},月球,Li,nonsense`,
  ].join('\r\n')
  const page = await as('commercial_ops', { language: 'en' })
  await page.goto('/customers')

  await test.step('the file is uploaded from the list of customers', async () => {
    await page.getByRole('link', { name: 'Import', exact: true }).click()
    await page.getByLabel('Choose a file').setInputFiles({
      name: 'customers.csv',
      mimeType: 'text/csv',
      buffer: gb18030(sheet),
    })
    await expect(page.getByRole('heading', { name: 'customers.csv' })).toBeVisible()
    await expect(page.getByText('GB18030')).toBeVisible()
    await expect(page.getByTestId('import-row')).toHaveCount(2)
  })

  await test.step('what is wrong is named and corrected in place', async () => {
    const wrong = page.getByTestId('import-row').filter({ hasText: second })
    await expect(wrong).toContainText('Has errors')
    await expect(wrong).toContainText('E-mail: This is not an e-mail address')
    await photograph(page, 'import-preview')
    await wrong.getByRole('button', { name: 'Correct' }).click()
    const dialog = page.getByRole('dialog', { name: 'Correct row 4' })
    await dialog.getByLabel('所属区域').fill('华北')
    await dialog.getByLabel('邮箱').fill('li@two.example.com')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Row 4 is corrected')).toBeVisible()
    await expect(page.getByTestId('import-row').filter({ hasText: 'New' })).toHaveCount(2)
  })

  const commit = async (button: string) => {
    await page.getByRole('button', { name: button, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByTestId('import-row').filter({ hasText: 'Created' })).toHaveCount(2)
  }
  const isThere = async (there: boolean) => {
    const other = await page.context().newPage()
    await other.goto(`/customers?q=${encodeURIComponent(`Import One ${run}`)}`)
    await expect(other.getByRole('heading', { name: 'Customers' })).toBeVisible()
    await expect(other.getByRole('link', { name: first })).toHaveCount(there ? 1 : 0)
    await other.close()
  }

  await test.step('it is written', async () => {
    await commit('Import 2 rows')
    await isThere(true)
  })

  await test.step('all of it is undone', async () => {
    await page.getByRole('button', { name: 'Undo the whole import' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Undo the whole import' }).click()
    await expect(page.getByTestId('import-row').filter({ hasText: 'Undone' })).toHaveCount(2)
    await isThere(false)
  })

  await test.step('and written again', async () => {
    await commit('Import again')
    await isThere(true)
    await photograph(page, 'import-done')
  })
})

test('what is no spreadsheet is refused in words', async ({ as, watch }) => {
  watch.expect(/422.*\/customers\/imports/)
  const page = await as('commercial_ops', { language: 'en' })
  await page.goto('/imports/new/customers')

  await page.getByLabel('Choose a file').setInputFiles({
    name: 'nonsense.xlsx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('PK nonsense'),
  })

  await expect(page.getByRole('alert')).toContainText('This is no spreadsheet that can be read')
  await photograph(page, 'import-upload')
})

test('purchases of the past in GB 18030 name their license, are corrected, undone and written again', async ({
  api,
  as,
}) => {
  const run = freshName('p').replace(/[^0-9a-z]/gi, '').slice(-8)
  const ops = await api('commercial_ops')
  const customer = `Purchase Import ${run}`
  const made = await ops.post('/api/v1/customers', { name: customer })
  expect(made.status).toBe(201)
  const sheet = [
    '清单,,,,',
    '客户,购买日期,金额,购买类型,合同编号',
    `${customer},2025-03-18,168000.00,服务,HT-${run}`,
    `Nobody ${run},2025/4/1,5000,服务,HT-${run}`,
  ].join('\r\n')
  const page = await as('commercial_ops', { language: 'en' })

  await test.step('the kinds are offered with a sentence each', async () => {
    await page.goto('/imports')
    await page.getByRole('link', { name: 'Import', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'What would you like to import?' })).toBeVisible()
    await photograph(page, 'import-choose')
    const kinds = page.getByRole('navigation', { name: 'What would you like to import?' })
    await kinds.getByRole('link', { name: /^Purchases/ }).click()
    await page.getByLabel('Choose a file').setInputFiles({
      name: `purchases-${run}.csv`,
      mimeType: 'text/csv',
      buffer: gb18030(sheet),
    })
    await expect(page.getByRole('heading', { name: `purchases-${run}.csv` })).toBeVisible()
    await expect(page.getByText('GB18030')).toBeVisible()
  })

  await test.step('a customer that is not there is named and corrected', async () => {
    const wrong = page.getByTestId('import-row').filter({ hasText: `Nobody ${run}` })
    await expect(wrong).toContainText(`Customer: There is no “Nobody ${run}”`)
    await wrong.getByRole('button', { name: 'Correct' }).click()
    const dialog = page.getByRole('dialog', { name: 'Correct row 4' })
    await dialog.getByLabel('客户').fill(customer)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByTestId('import-row').filter({ hasText: 'New' })).toHaveCount(2)
  })

  const commit = async (button: string) => {
    await page.getByRole('button', { name: button, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByTestId('import-row').filter({ hasText: 'Created' })).toHaveCount(2)
  }
  const recorded = async () => {
    const found = await ops.get(`/api/v1/purchases?q=HT-${run}`)
    return found.body.items.length
  }

  await test.step('they are written, undone, and written again', async () => {
    await commit('Import 2 rows')
    expect(await recorded()).toBe(2)
    await page.getByRole('button', { name: 'Undo the whole import' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Undo the whole import' }).click()
    await expect(page.getByTestId('import-row').filter({ hasText: 'Undone' })).toHaveCount(2)
    expect(await recorded()).toBe(0)
    await commit('Import again')
    expect(await recorded()).toBe(2)
    await photograph(page, 'import-purchases')
  })
})
