// Sales reps: who sells how much, beside others and beside a target.
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('the ranking leads to a rep, whose target is set and deleted', async ({ as }) => {
  const manager = await as('sales_manager', { language: 'en' })
  await manager.goto('/sales-reps')
  await expect(manager.getByRole('row').nth(1)).toBeVisible()
  await photograph(manager, 'sales-reps')
  await manager.getByRole('link', { name: 'Performance' }).click()
  const ranking = manager.getByRole('region', { name: 'Ranking', exact: true }).getByRole('table')
  await expect(ranking.getByRole('row').nth(1)).toBeVisible()
  await photograph(manager, 'sales-performance')

  await ranking.getByRole('rowheader').first().getByRole('link').click()
  await expect(manager).toHaveURL(/\/sales-reps\/[0-9a-f-]{36}/)
  await expect(manager.getByText('Paid by month')).toBeVisible()
  await photograph(manager, 'sales-rep')
  await manager.getByRole('button', { name: 'Set a target' }).click()
  const drawer = manager.getByRole('dialog', { name: 'Set a target' })
  await drawer.getByLabel('Year').fill('2031')
  await drawer.getByLabel('Target').fill('0')
  await drawer.getByRole('button', { name: 'Save' }).click()
  await expect(drawer.getByText('The amount is above zero')).toBeVisible()
  await drawer.getByLabel('Target').fill('1000000')
  await drawer.getByRole('button', { name: 'Save' }).click()
  const row = manager.getByRole('row').filter({ hasText: '2031' })
  await expect(row).toContainText('¥1,000,000.00')
  await manager.getByRole('button', { name: 'Delete the target 2031' }).click()
  await expect(row).toHaveCount(0)
})

test('engineers are compared by what they completed, and one has a page', async ({ as }) => {
  const engineer = await as('engineer', { language: 'en' })
  await engineer.goto('/engineers/performance')
  const table = engineer.getByRole('region', { name: 'Performance', exact: true }).getByRole('table')
  await expect(table.getByRole('row').nth(1)).toBeVisible()
  await photograph(engineer, 'engineers-performance')
  await table.getByRole('rowheader').first().getByRole('link').click()
  await expect(engineer.getByText('The weeks ahead')).toBeVisible()
  await photograph(engineer, 'engineer')
})
