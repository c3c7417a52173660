// Resellers: what came through one, and what it keeps of it.
import { readFileSync } from 'node:fs'
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

test('a reseller has figures, licenses, and a statement of its share', async ({ as, api }) => {
  const staff = await api('admin')
  const { items } = (await staff.get('/api/v1/resellers?per_page=50')).body
  const from = new Date().getFullYear() - 1
  let reseller: any
  for (const one of items) {
    const path = `/api/v1/resellers/${one.id}/statement?from=${from}-01-01&until=${from + 1}-12-31`
    const { lines, totals } = (await staff.get(path)).body
    if (lines.length === 0) continue
    reseller = one
    const cents = (text: string) => BigInt(text.replace('.', ''))
    const sum = lines.reduce((all: bigint, line: any) => all + cents(line.share), 0n)
    expect(sum).toBe(cents(totals[0].share))
    break
  }
  expect(reseller, 'a reseller of the demo has a share').toBeDefined()

  const channel = await as('channel_manager', { language: 'en' })
  await channel.goto('/resellers')
  await expect(channel.getByRole('row').nth(1)).toBeVisible()
  await photograph(channel, 'resellers')
  await channel.goto(`/resellers/${reseller.id}`)
  await expect(channel.getByText('Licenses through it')).toBeVisible()
  await photograph(channel, 'reseller')
  await channel.getByRole('link', { name: 'Profit share statement' }).click()
  await expect(channel.getByRole('button', { name: 'Print' })).toBeVisible()
  await photograph(channel, 'share-statement')
  const [download] = await Promise.all([
    channel.waitForEvent('download'),
    channel.getByRole('button', { name: 'Export' }).click(),
  ])
  expect(readFileSync(await download.path(), 'utf8')).toContain('"Total"')
})
