// One partner sees and reaches nothing of another's.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('a partner sees nothing of another: not in lists, not by address, not over the API', async ({
  as,
  api,
  watch,
}) => {
  const other = await api('other_partner')
  const theirs = (await other.get('/api/v1/partners/orders?per_page=100')).body.items
  expect(theirs.length, 'the other partner has orders').toBeGreaterThan(0)
  const licenses = (await other.get('/api/v1/partners/licenses?per_page=100')).body.items
  expect(licenses.length, 'and licenses').toBeGreaterThan(0)

  await test.step('over the API', async () => {
    const own = await api('partner')
    const numbers = (await own.get('/api/v1/partners/orders?per_page=100')).body.items.map(
      (order: { number: string }) => order.number,
    )
    for (const { id, number } of theirs) {
      expect(numbers).not.toContain(number)
      expect((await own.get(`/api/v1/partners/orders/${id}`)).status).toBe(404)
      expect((await own.get(`/api/v1/partners/orders/${number}`)).status).toBe(404)
      expect((await own.get(`/api/v1/orders/${id}`)).status).toBe(403)
    }
    for (const { id, number } of licenses) {
      expect((await own.get(`/api/v1/partners/licenses/${id}`)).status).toBe(404)
      expect((await own.get(`/api/v1/partners/licenses/${number}`)).status).toBe(404)
    }
    const found = await own.get(`/api/v1/partners/orders?q=${theirs[0].number}`)
    expect(found.body.items).toEqual([])
  })

  await test.step('in the browser', async () => {
    watch.expect(/404.*\/api\/v1\/partners\//, /403/)
    const page = await as('partner', { language: 'en' })
    await page.goto(`/portal/orders?q=${theirs[0].number}`)
    await expect(page.getByText('Nothing matches')).toBeVisible()
    await page.goto(`/portal/orders/${theirs[0].id}`)
    await expect(page.getByText(theirs[0].number)).toHaveCount(0)
    await expect(page.getByText(/out of your reach/)).toBeVisible()
    await page.goto(`/orders/${theirs[0].id}`)
    await expect(page.getByText(theirs[0].number)).toHaveCount(0)
  })
})

test('staff see partners with level, standing and agreement', async ({ as }) => {
  const page = await as('channel_manager', { language: 'en' })
  await page.goto('/partners')
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await photograph(page, 'partners')
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  await photograph(page, 'partner')
})

test('a partner changes its own contact, and a wrong address is refused beside the field', async ({
  as,
}) => {
  const page = await as('partner', { language: 'en' })
  await page.goto('/portal/organisation')
  await photograph(page, 'organisation')
  const email = page.getByRole('textbox', { name: 'Contact e-mail' })
  const name = page.getByRole('textbox', { name: 'Contact name' })
  const before = await name.inputValue()

  await email.fill('nowhere')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(email).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText('This is not an e-mail address')).toBeVisible()

  await email.fill('orders@yunzhi.example')
  await name.fill('Somebody New')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.reload()
  await expect(name).toHaveValue('Somebody New')
  // Other journeys know the demo's contact.
  await name.fill(before)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
})

test('a new partner is kept, approved, given a person who signs in, and suspended again', async ({
  as,
  watch,
}) => {
  const company = `杭州西溪${Date.now() % 100_000}科技有限公司`
  const username = `xixi${Date.now() % 100_000}`
  const channel = await as('channel_manager', { language: 'en' })

  await test.step('the channel manager keeps it, and mends what the form refuses', async () => {
    await channel.goto('/partners')
    await channel.getByRole('link', { name: 'New partner' }).click()
    await channel.getByRole('textbox', { name: 'Partner' }).fill(company)
    await channel.getByLabel('Level').selectOption('silver')
    await channel.getByRole('textbox', { name: 'Contact name' }).fill('Shen Qing')
    await channel.getByRole('textbox', { name: 'Contact e-mail' }).fill('nowhere')
    await channel.getByRole('textbox', { name: 'Agreement number' }).fill('KJ-2026-9')
    await channel.getByLabel('Agreement until').fill('2099-12-31')
    await channel.getByRole('button', { name: 'Save' }).click()
    await expect(channel.getByText('This is not an e-mail address')).toBeVisible()
    await channel.getByRole('textbox', { name: 'Contact e-mail' }).fill('orders@xixi.example')
    await channel.getByRole('button', { name: 'Save' }).click()
    await expect(channel.getByRole('heading', { level: 1 })).toHaveText(company)
    await expect(channel.getByText('Pending').first()).toBeVisible()
  })

  await test.step('it is approved', async () => {
    await channel.getByRole('button', { name: 'Approve' }).click()
    await channel.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await expect(channel.getByText(`${company} may order now`)).toBeVisible()
    await expect(channel.getByText('Active').first()).toBeVisible()
  })

  const password = await test.step('an administrator gives it a person', async () => {
    const admin = await as('admin', { language: 'en' })
    await admin.goto('/users')
    await admin.getByRole('button', { name: 'New user' }).click()
    const drawer = admin.getByRole('dialog')
    await drawer.getByRole('textbox', { name: 'User name' }).fill(username)
    await drawer.getByRole('textbox', { name: 'Name', exact: true }).fill('沈青')
    await drawer.getByRole('textbox', { name: 'E-mail' }).fill('shen@xixi.example')
    await drawer.getByLabel('Role').selectOption('partner')
    await drawer.getByRole('combobox', { name: 'Organization' }).fill(company)
    await drawer.getByRole('option', { name: company }).click()
    const proposed = await drawer
      .getByRole('textbox', { name: 'Password to begin with' })
      .inputValue()
    expect(proposed).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}$/)
    await drawer.getByRole('button', { name: 'Save' }).click()
    await expect(admin.getByText('Saved: 沈青')).toBeVisible()
    return proposed
  })

  await test.step('the person signs in at the partners’ door', async () => {
    const page = await as('nobody', { language: 'en' })
    await page.goto('/sign-in')
    await page.getByText('Partner', { exact: true }).click()
    await page.getByLabel('User name').fill(username)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL(/\/portal$/)
    await page.goto('/portal/organisation')
    await expect(page.getByText(company).first()).toBeVisible()

    watch.expect(/401/)
    await channel.getByRole('button', { name: 'Suspend' }).click()
    const dialog = channel.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Why' }).fill('协议待核查')
    await dialog.getByRole('button', { name: 'Suspend' }).click()
    await expect(channel.getByText(`${company} is suspended`)).toBeVisible()
    await page.reload()
    await expect(page).toHaveURL(/\/sign-in/)
  })
})

test('the form for a partner looks right', async ({ as }) => {
  const page = await as('channel_manager', { language: 'en' })
  await page.goto('/partners/new')
  await photograph(page, 'partner-form')
})

test('an administrator of the organization lets a colleague in, who cannot do the same, and out again', async ({
  as,
  watch,
}) => {
  const username = `tongshi${Date.now() % 1_000_000}`
  const chief = await as('partner', { language: 'en' })
  await chief.goto('/portal')
  await chief.getByRole('link', { name: 'Team' }).first().click()
  await photograph(chief, 'team')

  const password = await test.step('the colleague is added, and the password shown once', async () => {
    await chief.getByRole('button', { name: 'Add colleague' }).click()
    const drawer = chief.getByRole('dialog')
    await drawer.getByRole('textbox', { name: 'User name' }).fill(username)
    await drawer.getByRole('textbox', { name: 'Name', exact: true }).fill('沈青')
    await drawer.getByRole('textbox', { name: 'E-mail' }).fill('nowhere')
    await drawer.getByRole('button', { name: 'Add and draw a password' }).click()
    await expect(drawer.getByText('This is not an e-mail address')).toBeVisible()
    await drawer.getByRole('textbox', { name: 'E-mail' }).fill(`${username}@yunzhi.example`)
    await drawer.getByRole('button', { name: 'Add and draw a password' }).click()
    const shown = chief.getByRole('dialog', { name: 'Password of 沈青' })
    await expect(shown.getByText(/shown only this once/)).toBeVisible()
    const drawn = await shown.locator('code').innerText()
    expect(drawn).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}$/)
    await shown.getByRole('button', { name: 'Close' }).last().click()
    await expect(chief.getByText(drawn)).toHaveCount(0)
    return drawn
  })

  const colleague = await as('nobody', { language: 'en' })
  await test.step('the colleague signs in and may look, but not manage', async () => {
    await colleague.goto('/sign-in')
    await colleague.getByText('Partner', { exact: true }).click()
    await colleague.getByLabel('User name').fill(username)
    await colleague.getByLabel('Password').fill(password)
    await colleague.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(colleague).toHaveURL(/\/portal$/)
    await colleague.goto('/portal/team')
    await expect(colleague.getByText(username, { exact: true })).toBeVisible()
    await expect(colleague.getByRole('button', { name: 'Add colleague' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
  })

  await test.step('deactivated, the colleague is out at once', async () => {
    watch.expect(/401/)
    const row = chief.getByRole('row').filter({ hasText: username })
    await row.getByRole('button', { name: 'Deactivate' }).click()
    await chief.getByRole('dialog').getByRole('button', { name: /^Deactivate/ }).click()
    await expect(chief.getByText('沈青 was deactivated')).toBeVisible()
    await colleague.reload()
    await expect(colleague).toHaveURL(/\/sign-in/)
  })
})

test('an expired agreement blocks submitting, with the words on the form', async ({ as, api }) => {
  const channel = await api('channel_manager')
  const other = await api('other_partner')
  const { id } = (await other.get('/api/v1/partners/me')).body
  const path = `/api/v1/partners/${id}`
  // What staff keep of a partner is what they may send back.
  const expire = async (until: string) => {
    const { body, etag } = await channel.get(path)
    const { id: _id, status: _status, created_at: _created, version: _version, ...content } = body
    const signed = until < content.agreement_signed_on ? until : content.agreement_signed_on
    const changed = { ...content, agreement_signed_on: signed, agreement_until: until }
    const reply = await channel.send('PUT', path, changed, { 'If-Match': etag! })
    expect(reply.status, JSON.stringify(reply.body)).toBe(200)
    return body.agreement_until as string
  }

  const before = await expire('2026-01-31')
  try {
    const page = await as('other_partner', { language: 'en' })
    await page.goto('/portal/orders/new')
    await expect(
      page.getByText('The framework agreement expired on 2026-01-31; orders cannot be submitted').first(),
    ).toBeVisible()
    await expect(page.getByRole('button', { name: 'Submit order' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
  } finally {
    await expire(before)
  }
})

test('contacts, sender addresses, terms and people stand on the partner’s page', async ({ as }) => {
  const company = `宁波东海${Date.now() % 100_000}科技有限公司`
  const domain = `donghai${Date.now() % 100_000}.example`
  const channel = await as('channel_manager', { language: 'en' })
  await channel.goto('/partners/new')
  await channel.getByRole('textbox', { name: 'Partner' }).fill(company)
  await channel.getByRole('textbox', { name: 'Contact name' }).fill('Shen Qing')
  await channel.getByRole('textbox', { name: 'Contact e-mail' }).fill(`orders@${domain}`)
  await channel.getByRole('button', { name: 'Add contact' }).click()
  const further = channel.getByRole('group', { name: 'Contact 2' })
  await further.getByRole('textbox', { name: 'Name', exact: true }).fill('Finance')
  await further.getByRole('textbox', { name: 'E-mail' }).fill(`finance@${domain}`)
  await further.getByRole('button', { name: 'Make primary' }).click()
  await expect(channel.getByRole('textbox', { name: 'Contact name' })).toHaveValue('Finance')
  const senders = channel.getByRole('textbox', { name: 'Addresses or domains' })
  await senders.fill(`@${domain}\nqq.com`)
  await channel.getByLabel('Credit limit (CNY)').fill('200,000')
  await channel.getByLabel('Payment terms').selectOption('days')
  await channel.getByRole('button', { name: 'Save' }).click()
  await expect(channel.getByText(/Entry 2: qq.com is a public mail domain/)).toBeVisible()
  await senders.fill(`@${domain}`)
  await channel.getByRole('button', { name: 'Save' }).click()

  await expect(channel.getByRole('heading', { level: 1 })).toHaveText(company)
  await expect(channel.getByText('30 days from approval')).toBeVisible()
  await expect(channel.getByText('¥200,000.00')).toBeVisible()
  await expect(channel.getByText(domain, { exact: true })).toBeVisible()
  await channel.getByRole('button', { name: 'Add colleague' }).click()
  await expect(channel.getByRole('dialog', { name: 'Add colleague' })).toBeVisible()
})
