// Saved views: a list as one likes to see it is saved, picked again, shared, and opens by itself.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('a manager saves a view and shares it, and a colleague opens the list with it', async ({ as }) => {
  const manager = await as('sales_manager', { language: 'en' })
  await manager.goto('/partners')
  await manager.getByRole('group', { name: 'Level' }).getByRole('button', { name: 'Gold' }).click()
  await expect(manager).toHaveURL(/level=gold/)

  await manager.getByRole('button', { name: 'Views' }).press('Enter')
  await manager.getByRole('menuitem', { name: 'Save as a view…' }).press('Enter')
  const dialog = manager.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('This is required')).toBeVisible()
  await dialog.getByLabel('Name').fill('Gold partners')
  await dialog.getByLabel('Share with all staff').check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(manager.getByText('View saved')).toBeVisible()
  await expect(manager.getByRole('button', { name: 'Gold partners' })).toBeVisible()

  const colleague = await as('finance', { language: 'en' })
  await colleague.goto('/partners')
  await colleague.getByRole('button', { name: 'Views' }).click()
  await colleague.getByRole('menuitemradio', { name: /^Gold partners/ }).click()
  await expect(colleague).toHaveURL(/level=gold/)
  await colleague.getByRole('button', { name: 'Gold partners' }).click()
  await colleague.getByRole('menuitem', { name: 'Open the list with it' }).click()
  await expect(colleague.getByText('Saved').first()).toBeVisible()
  await colleague.goto('/')
  await colleague.goto('/partners')
  await expect(colleague).toHaveURL(/level=gold/)
  await photograph(colleague, 'views')

  // Filters come off again, and the default does not come back by itself.
  await colleague.getByRole('button', { name: 'Gold partners' }).click()
  await colleague.getByRole('menuitemradio', { name: 'The list as it comes' }).click()
  await expect(colleague).not.toHaveURL(/level=gold/)

  await manager.getByRole('button', { name: 'Gold partners' }).click()
  await manager.getByRole('menuitem', { name: 'Delete…' }).click()
  await manager.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(manager.getByText('View deleted')).toBeVisible()
  await colleague.goto('/')
  await colleague.goto('/partners')
  await expect(colleague.getByRole('button', { name: 'Views' })).toBeVisible()
  await expect(colleague).not.toHaveURL(/level=gold/)
})
