// Strict approval of modifications: who may not change it proposes, another looks at the difference.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('a rep proposes a change, an admin approves the difference, and the customer says so', async ({
  as,
  api,
}) => {
  test.setTimeout(90_000)
  const staff = await api('admin')
  const { id, name } = (await staff.get('/api/v1/customers?q=长安电子')).body.items[0]
  const address = '广东省东莞市长安镇振安路 168 号'
  const rep = await as('sales_rep', { language: 'en' })
  await rep.goto(`/customers/${id}`)
  await rep.getByRole('button', { name: 'Propose a change' }).click()
  await expect(rep.getByRole('heading', { level: 1 })).toHaveText('Propose a change of the customer')
  await rep.getByLabel('Address').fill(address)
  await rep.getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(rep.getByText('This is required')).toBeVisible()
  await rep.getByLabel('Reason').fill('The plant has moved; new business license attached to the order')
  await rep.getByRole('button', { name: 'Propose', exact: true }).click()

  await expect(rep.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(rep.getByTestId('open-request')).toContainText('Address')
  expect((await staff.get(`/api/v1/customers/${id}`)).body.address, 'nothing changes yet').toBeNull()

  const admin = await as('admin', { language: 'en' })
  await admin.goto('/change-requests?status=requested')
  await photograph(admin, 'change-requests')
  const row = admin.getByRole('row').filter({ hasText: name })
  await row.getByRole('link').first().click()
  const difference = admin.getByRole('row').filter({ hasText: 'Address' })
  await expect(difference.getByRole('cell').nth(0)).toHaveText('—')
  await expect(difference.getByRole('cell').nth(1)).toHaveText(address)
  await photograph(admin, 'change-request')
  await admin.getByRole('button', { name: 'Approve', exact: true }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click()

  await expect(admin.getByRole('button', { name: 'Approve', exact: true })).toHaveCount(0)
  await admin.goto(`/customers/${id}`)
  await expect(admin.getByText(address).first()).toBeVisible()
  await expect(admin.getByText('Customer changed')).toBeVisible()
  await expect(admin.getByText('Change approved')).toBeVisible()
  await expect(admin.getByRole('button', { name: 'Edit', exact: true })).toBeVisible()
  await rep.reload()
  await expect(rep.getByText(address).first()).toBeVisible()
  await expect(rep.getByTestId('open-request')).toHaveCount(0)
})

test('an engineer proposes a cluster and withdraws it; nothing of the license changes', async ({
  as,
  api,
}) => {
  const staff = await api('admin')
  const path = '/api/v1/licenses?status=active&activation_mode=offline&per_page=50'
  const { items } = (await staff.get(path)).body
  const license = items.find((one: any) => !one.customer_name.includes('渝北'))
  const before = (await staff.get(`/api/v1/licenses/${license.id}`)).body
  const engineer = await as('engineer', { language: 'en' })
  await engineer.goto(`/licenses/${license.number}`)
  await engineer.getByRole('button', { name: 'Propose a transfer' }).click()
  const dialog = engineer.getByRole('dialog')
  await dialog.getByLabel('New cluster ID').fill('proposed-cluster-01')
  await dialog.getByLabel('Reason').fill('The cluster was rebuilt')
  await dialog.getByRole('button', { name: 'Propose a transfer' }).click()

  const notice = engineer.getByTestId('open-request')
  await expect(notice).toContainText('Cluster ID')
  await notice.getByRole('link', { name: 'Open the request' }).click()
  await expect(engineer.getByRole('row').filter({ hasText: 'proposed-cluster-01' })).toBeVisible()
  await engineer.getByRole('button', { name: 'Withdraw' }).click()
  await engineer.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()

  await expect(engineer.getByText('Withdrawn', { exact: true }).first()).toBeVisible()
  const after = (await staff.get(`/api/v1/licenses/${license.id}`)).body
  expect(after).toEqual(before)
})

test('a rep proposes a suspension and notes; who may do it directly approves', async ({ as, api }) => {
  test.setTimeout(90_000)
  const staff = await api('admin')
  const { items } = (await staff.get('/api/v1/licenses?status=active&per_page=50')).body
  const { number } = items.find((one: any) => !/申江|渝北/.test(one.customer_name))
  const rep = await as('sales_rep', { language: 'en' })
  const admin = await as('admin', { language: 'en' })
  const approve = async () => {
    await rep.getByTestId('open-request').getByRole('link', { name: 'Open the request' }).click()
    await expect(rep.getByRole('heading', { level: 1 })).toHaveText(/^CR-/)
    await admin.goto(new URL(rep.url()).pathname)
    await admin.getByRole('button', { name: 'Approve', exact: true }).click()
    const dialog = admin.getByRole('dialog')
    await expect(dialog.getByText('changed at once as proposed')).toBeVisible()
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click()
    await expect(admin.getByText('Approved', { exact: true }).first()).toBeVisible()
    await rep.goto(`/licenses/${number}`)
    await expect(rep.getByTestId('open-request')).toHaveCount(0)
  }
  await rep.goto(`/licenses/${number}`)
  await rep.getByRole('button', { name: 'More actions' }).click()
  await rep.getByRole('menuitem', { name: 'Propose: Suspend' }).click()
  const dialog = rep.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('The invoice is 90 days overdue')
  await dialog.getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(rep.getByTestId('open-request')).toContainText('Suspended')
  await approve()
  await expect(rep.getByText('The invoice is 90 days overdue').first()).toBeVisible()

  await rep.getByRole('button', { name: 'Propose other notes' }).click()
  const notes = rep.getByRole('dialog')
  await notes.getByRole('textbox', { name: 'Notes', exact: true }).fill('Resume once the transfer slip is here')
  await notes.getByLabel('Reason').fill('Agreed with finance')
  await notes.getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(notes).toHaveCount(0)
  await approve()
  await expect(rep.getByText('Resume once the transfer slip is here').first()).toBeVisible()
  await photograph(rep, 'license-noted')

  // Who may do it directly does: the same menu, the same card.
  await admin.goto(`/licenses/${number}`)
  await admin.getByRole('button', { name: 'More actions' }).click()
  await admin.getByRole('menuitem', { name: 'Resume', exact: true }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).click()
  await expect(admin.getByRole('dialog')).toHaveCount(0)
  await admin.getByRole('button', { name: 'Edit notes' }).click()
  const own = admin.getByRole('dialog')
  await own.getByRole('textbox', { name: 'Notes', exact: true }).fill('')
  await own.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(own).toHaveCount(0)
  await expect(admin.getByText('No notes yet')).toBeVisible()
})
