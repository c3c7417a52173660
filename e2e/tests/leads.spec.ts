// Leads: from the first word over the board to a draft order, and a funnel whose numbers open rows.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('a lead is created, worked on, moved over the board, qualified and won', async ({ as }) => {
  const rep = await as('sales_rep', { language: 'en' })
  await rep.goto('/leads/new')
  await rep.getByRole('button', { name: 'Save' }).click()
  await expect(rep.getByText('This is required').first()).toBeVisible()
  const company = `青禾数据科技有限公司 ${Date.now()}`
  await rep.getByRole('textbox', { name: 'Company', exact: true }).fill(company)
  await rep.getByRole('textbox', { name: 'Title', exact: true }).fill('Knowledge base for 300 users')
  await rep.getByRole('combobox', { name: 'Source', exact: true }).selectOption({ label: 'Website' })
  await rep.getByLabel('Estimated value').fill('168000')
  await rep.keyboard.press('Control+Enter')
  await expect(rep.getByRole('heading', { name: company })).toBeVisible()

  await rep.getByLabel('What was done').fill('Talked about on-premises deployment')
  await rep.getByLabel('Next step', { exact: true }).fill('Send a quotation')
  await rep.getByRole('button', { name: 'Log it' }).click()
  await expect(rep.getByText('Talked about on-premises deployment').first()).toBeVisible()
  await expect(rep.getByText('Send a quotation').first()).toBeVisible()
  await photograph(rep, 'lead')

  await rep.goto('/leads/board')
  const column = (name: string) => rep.getByRole('region', { name, exact: true })
  const card = (name: string) => column(name).getByRole('listitem').filter({ hasText: company })
  await expect(card('New')).toBeVisible()
  await photograph(rep, 'lead-board')
  // The browser says where a card is dragged over with the second move.
  const target = column('Negotiating').getByRole('heading')
  await card('New').hover()
  await rep.mouse.down()
  await target.hover()
  await target.hover()
  await rep.mouse.up()
  await expect(card('Negotiating')).toBeVisible()
  await expect(card('New')).toHaveCount(0)

  // Without a pointer: the card's menu.
  await card('Negotiating').getByRole('button', { name: 'Move' }).focus()
  await rep.keyboard.press('Enter')
  await rep.getByRole('menuitem', { name: 'Qualified', exact: true }).press('Enter')
  await expect(card('Qualified')).toBeVisible()

  await card('Qualified').getByRole('link').click()
  await rep.getByRole('button', { name: 'Win and order' }).click()
  const dialog = rep.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Win and order' }).click()
  await expect(rep).toHaveURL(/\/orders\/.*\/edit/)

  await rep.goto('/leads?kind=won')
  await rep.getByRole('link', { name: company }).click()
  await rep.getByRole('link', { name: /^ORD-/ }).click()
  await expect(rep.getByRole('link', { name: 'Knowledge base for 300 users' })).toBeVisible()
})

test('a lead is lost with a reason and reopened, and the funnel opens its rows', async ({ as, api }) => {
  const staff = await api('sales_manager')
  const { items } = (await staff.get('/api/v1/leads?kind=open&per_page=1')).body
  expect(items.length, 'the demo has open leads').toBe(1)
  const manager = await as('sales_manager', { language: 'en' })
  await manager.goto(`/leads/${items[0].id}`)
  const go = async (name: string) => {
    await manager.getByRole('button', { name: 'Move to' }).click()
    await manager.getByRole('menuitem', { name, exact: true }).click()
  }

  await go('Lost')
  const dialog = manager.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect(dialog.getByText('This is required')).toBeVisible()
  await dialog.getByLabel('Lost because of').selectOption({ label: 'Price' })
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect(dialog).toBeHidden()
  await go('New')
  await dialog.getByLabel('Reason').fill('The budget is back')
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect(manager.getByText('The budget is back').first()).toBeVisible()

  await manager.goto('/leads/funnel')
  const today = manager.getByRole('region', { name: 'The funnel today' }).getByRole('table')
  await expect(today).toBeVisible()
  await photograph(manager, 'lead-funnel')
  await today.getByRole('link').first().click()
  await expect(manager).toHaveURL(/\/leads\?.*status=/)
  await photograph(manager, 'leads')

  await manager.goto('/leads/settings')
  await expect(manager.getByRole('row').filter({ hasText: 'Negotiating' })).toBeVisible()
  await photograph(manager, 'lead-settings')
})
