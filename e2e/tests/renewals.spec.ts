// What comes after the sale: licenses are renewed, upgraded and expanded from their own pages.
import { expect, test } from '../fixtures'
import type { Api } from '../fixtures/api'
import { chooseBy, submit } from '../fixtures/order-form'
import { headerOf, verified } from '../fixtures/keys'
import { photograph } from '../fixtures/look'

/** The same day a year later. */
function nextYear(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
}

/**
 * A license of the partner that has run for a month and runs for some time yet, as staff see it:
 * not one that another journey had approved a minute ago, of which no day is used up.
 */
async function running(own: Api, staff: Api, query: string): Promise<any> {
  const list = `/api/v1/partners/licenses?status=active&per_page=100&${query}`
  const { items } = (await own.get(list)).body
  const monthAgo = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10)
  const chosen = items.find((item: any) => item.starts_on < monthAgo)
  expect(chosen, `the demo has active licenses: ${query}`).toBeTruthy()
  return (await staff.get(`/api/v1/licenses/${chosen.number}`)).body
}

test('a partner renews a license from its page, and the new key arrives', async ({
  as,
  api,
  dsms,
  mailbox,
}) => {
  test.setTimeout(120_000)
  const [own, staff] = [await api('partner'), await api('admin')]
  const license = await running(own, staff, 'activation_mode=offline')
  const later = nextYear(license.expires_on)
  const page = await as('partner', { language: 'en' })

  const number = await test.step('the form knows the license, its new end and its price', async () => {
    await page.goto(`/portal/licenses/${license.number}`)
    await page.getByRole('link', { name: 'Renew' }).click()
    const card = page.getByTestId('order-line')
    await expect(card.getByTestId('chosen-licenses')).toContainText(license.number)
    const row = card.getByTestId('parts').getByRole('row')
    await expect(row).toContainText(license.expires_on)
    await expect(row).toContainText(later)
    await expect(page.getByTestId('order-total').first()).toHaveText(/¥[1-9]/)
    await expect(page.getByTestId('draft-state').first()).toContainText('Draft saved')
    await photograph(page, 'order-form-renewal')
    return submit(page)
  })

  await test.step('an admin sees what approval changes, and approves', async () => {
    const admin = await as('admin', { language: 'en' })
    await admin.goto(`/orders/${number}`)
    await expect(admin.getByText('Approval changes')).toBeVisible()
    await expect(admin.getByTestId('parts').first()).toContainText(later)
    await photograph(admin, 'order-review-renewal')
    await admin.getByRole('button', { name: 'Approve', exact: true }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'Approve and issue' }).click()
    await expect(admin.getByText(`Order ${number} approved`)).toBeVisible()
  })

  await test.step('the license runs a year longer, and its key says so', async () => {
    const mail = await mailbox.expectMail(
      ({ content }) => (content.text ?? '').includes(number) && content.attachments.length > 0,
      'the renewed license',
    )
    const key = mail.content.attachments[0]!.content.toString('utf8').trim()
    expect(headerOf(key)).toMatchObject({ alg: 'EdDSA', typ: 'license+jwt' })
    const claims = await verified(key, dsms.url)
    const lastMoment = new Date((claims.exp - 1) * 1000).toLocaleDateString('sv', {
      timeZone: 'Asia/Shanghai',
    })
    expect(lastMoment).toBe(later)
    await page.goto(`/portal/licenses/${license.number}`)
    await expect(page.getByText(later).first()).toBeVisible()
    await expect(page.getByRole('link', { name: 'Renewal' })).toBeVisible()
    await expect(page.getByText('License renewed').first()).toBeVisible()
  })
})

test('sales upgrade a license for the days that are left, and the credit is shown', async ({
  as,
  api,
}) => {
  const [own, staff] = [await api('partner'), await api('admin')]
  const license = await running(own, staff, 'edition=professional')
  const page = await as('sales_rep', { language: 'en' })
  await page.goto(`/licenses/${license.number}`)
  await page.getByRole('link', { name: 'Upgrade' }).click()
  const card = page.getByTestId('order-line')
  await expect(card.getByTestId('chosen-licenses')).toContainText(license.number)

  await chooseBy(card.getByLabel('Upgrade to'), /Ultimate/)

  const row = card.getByTestId('parts').getByRole('row')
  await expect(row).toContainText(/unlimited/i)
  await expect(row).toContainText(/¥[\d,.]+ less ¥[\d,.]+/)
  await page.locator('.summary-line summary').first().click()
  await expect(page.getByText('Prorated by remaining days').first()).toBeVisible()
  await expect(page.getByText('Credit for unused days').first()).toBeVisible()
  await expect(page.getByTestId('draft-state').first()).toContainText('Draft saved')
  await photograph(page, 'order-form-upgrade')
  const number = await submit(page)

  const order = (await staff.get(`/api/v1/orders/${number}`)).body
  const [part] = order.lines[0].price.parts
  expect(part.gross).toBe(order.totals.gross)
  expect(Number(part.value) - Number(part.credit)).toBeCloseTo(Number(part.gross), 2)
  expect(part.new_expires_on).toBe(license.expires_on)
})
