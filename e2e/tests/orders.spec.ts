// The product's spine: a partner orders, an admin approves, signed licenses arrive and are used.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'
import { fillLine, freshName, submit } from '../fixtures/order-form'
import { headerOf, tampered, verified } from '../fixtures/keys'

test('a partner orders, an admin approves, signed licenses arrive and are activated', async ({
  as,
  api,
  dsms,
  mailbox,
}) => {
  // Six pages are photographed on the way, each in several variants.
  test.setTimeout(300_000)
  const [factory, bank] = [freshName('东方精密'), freshName('长江信托')]
  const partner = await as('partner', { language: 'en' })

  const number = await test.step('the partner places an order of two lines', async () => {
    await partner.goto('/portal/orders/new')
    await fillLine(partner, 0, {
      product: /Professional/,
      sets: 1,
      years: 2,
      endUser: factory,
      contact: { name: '王芳', email: 'wang.fang@factory.example.com' },
      activation: 'Offline',
      cluster: 'factory-cluster-01',
      deliverTo: /customer|end user/i,
    })
    await fillLine(partner, 1, {
      product: /Standard/,
      sets: 1,
      years: 1,
      endUser: bank,
      contact: { name: '李强', email: 'li.qiang@bank.example.com' },
      activation: 'Online',
      deliverTo: /customer|end user/i,
    })
    await expect(partner.getByTestId('order-total').first()).toHaveText(/¥[1-9]/)
    await expect(partner.getByText(/人民币.+[元分角整]/).first()).toBeVisible()
    await expect(partner.getByTestId('draft-state').first()).toContainText('Draft saved')
    await photograph(partner, 'order-form')
    return submit(partner)
  })

  await test.step('an admin sees it at once, with everything to decide by, and approves', async () => {
    const admin = await as('admin', { language: 'en' })
    await admin.goto('/approvals')
    await photograph(admin, 'approvals')
    await admin.getByRole('link', { name: number }).click()
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText(number)
    await expect(admin.getByText(factory).first()).toBeVisible()
    await photograph(admin, 'order-review')
    await admin.getByRole('button', { name: 'Approve', exact: true }).click()
    const dialog = admin.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Approve and issue' }).click()
    await expect(admin.getByText(/2 licenses issued/)).toBeVisible()
  })

  const offline = await test.step('the offline key arrives by mail and holds', async () => {
    const mail = await mailbox.expectMail(
      ({ to }) => to.includes('wang.fang@factory.example.com'),
      'the offline license',
    )
    const attachment = mail.content.attachments.find(({ filename }) => filename?.endsWith('.lic'))
    expect(attachment, 'the key is attached').toBeTruthy()
    const key = attachment!.content.toString('utf8').trim()
    expect(headerOf(key)).toMatchObject({ alg: 'EdDSA', typ: 'license+jwt' })
    const claims = await verified(key, dsms.url)
    expect(claims.lic).toMatchObject({
      customer: factory,
      mode: 'offline',
      cluster_id: 'factory-cluster-01',
    })
    return key
  })

  await test.step('the key holds nowhere once it was touched', async () => {
    const forged = tampered(offline, (claims) => (claims.exp += 365 * 86_400))
    await expect(verified(forged, dsms.url)).rejects.toThrow()
    await expect(verified(offline.slice(0, -4), dsms.url)).rejects.toThrow()
  })

  await test.step('the online code is activated and answers a key that holds', async () => {
    const mail = await mailbox.expectMail(
      ({ to }) => to.includes('li.qiang@bank.example.com'),
      'the online license',
    )
    const code = /DIFY(-[0-9A-Z]{5}){4}/.exec(mail.content.text ?? '')?.[0]
    expect(code, 'the code is in the mail').toBeTruthy()
    const stranger = await api('nobody')
    const wrong = await stranger.post('/api/v1/activations', {
      code: 'DIFY-00000-00000-00000-00000',
      cluster_id: 'bank-cluster-01',
    })
    expect(wrong.status).toBe(404)
    const reply = await stranger.post('/api/v1/activations', {
      code,
      cluster_id: 'bank-cluster-01',
      version: '3.2.0',
    })
    expect(reply.status, JSON.stringify(reply.body)).toBe(200)
    const claims = await verified(reply.body.key, dsms.url)
    expect(claims.lic).toMatchObject({
      customer: bank,
      mode: 'online',
      cluster_id: 'bank-cluster-01',
    })
  })

  await test.step('the partner sees the licenses, one of them in use', async () => {
    await partner.goto(`/portal/orders/${number}`)
    await expect(partner.getByText('fulfilled').first()).toBeVisible()
    await photograph(partner, 'order-fulfilled')
    await partner.goto('/portal/licenses')
    const row = (customer: string) => partner.getByRole('row').filter({ hasText: customer })
    await expect(row(bank)).toContainText('Active')
    await expect(row(factory)).toContainText('Pending activation')
    await row(bank).getByRole('link').first().click()
    await expect(partner.getByText('bank-cluster-01').first()).toBeVisible()
    await photograph(partner, 'license')
  })
})

test('a rejected order says why, is edited, and comes back', async ({ as }) => {
  const customer = freshName('北斗航天')
  const partner = await as('partner', { language: 'en' })
  await partner.goto('/portal/orders/new')
  await fillLine(partner, 0, {
    product: /Standard/,
    endUser: customer,
    contact: { name: '赵敏', email: 'zhao.min@space.example.com' },
    activation: 'Online',
  })
  const number = await submit(partner)

  const admin = await as('commercial_ops', { language: 'en' })
  await admin.goto(`/orders/${number}`)
  await admin.getByRole('button', { name: 'Reject', exact: true }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('请补充合同号')
  await dialog.getByRole('button', { name: 'Reject order' }).click()
  await expect(admin.getByText(`Order ${number} rejected`)).toBeVisible()

  await partner.goto(`/portal/orders/${number}`)
  await expect(partner.getByText('请补充合同号').first()).toBeVisible()
  await partner.getByRole('link', { name: 'Edit and resubmit' }).first().click()
  await expect(partner).toHaveURL(/\/edit/)
  await partner.getByTestId('order-line').first().getByLabel('Sets').fill('2')
  await expect(partner.getByTestId('draft-state').first()).toContainText('Draft saved')
  expect(await submit(partner)).toBe(number)

  await admin.goto('/approvals')
  await expect(admin.getByRole('row').filter({ hasText: number })).toContainText('2')
})

test('what is missing is said beside the field, and nothing is submitted', async ({ as, api }) => {
  const before = await (await api('partner')).get('/api/v1/partners/orders?status=submitted')
  const page = await as('partner', { language: 'en' })
  await page.goto('/portal/orders/new')

  await page.getByRole('button', { name: 'Submit order' }).click()

  await expect(page.getByText(/things? needs? another look|things need another look/)).toBeVisible()
  await expect(page.locator('[aria-invalid="true"]').first()).toBeFocused()
  const after = await (await api('partner')).get('/api/v1/partners/orders?status=submitted')
  expect(after.body.total).toBe(before.body.total)
})

test('whoever placed an order sees why somebody else has to approve it', async ({ as }) => {
  const page = await as('admin', { language: 'en' })
  await page.goto('/orders/new')
  await page.getByRole('radiogroup').first().getByText('Direct customer').click()
  await fillLine(page, 0, {
    product: /Basic/,
    endUser: freshName('四眼原则'),
    contact: { name: '孙丽', email: 'sun.li@example.com' },
    activation: 'Online',
  })
  await submit(page)

  const approve = page.getByRole('button', { name: /^Approve/ })
  await expect(approve).toHaveAttribute('aria-disabled', 'true')
  await expect(approve).toHaveAccessibleName(/not approved by the person who placed/)
})
