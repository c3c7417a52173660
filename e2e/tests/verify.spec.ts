// Is this key genuine? Asked by a stranger at the door, before and after the license moved.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { expect, test } from '../fixtures'
import { type LicenseClaims, tampered, verified } from '../fixtures/keys'
import { expectAccessible, photograph } from '../fixtures/look'

test('a stranger learns what a key is worth, before and after a transfer', async ({
  as,
  api,
  dsms,
  mailbox,
}) => {
  test.setTimeout(180_000)
  const staff = await api('admin')
  const list = '/api/v1/licenses?activation_mode=offline&status=active&sort=-created_at'
  const { id, number } = (await staff.get(list)).body.items[0]
  const keyOf = async () => (await staff.post(`/api/v1/licenses/${id}/key`, {})).body.key as string
  const old = await keyOf()
  const stranger = await as('nobody', { language: 'en' })
  const ask = async (key: string) => {
    await stranger.getByLabel('License key').fill(key)
    await stranger.getByRole('button', { name: 'Check', exact: true }).click()
  }

  await test.step('the door leads there, and the key is genuine', async () => {
    await stranger.goto('/sign-in')
    await stranger.getByRole('link', { name: /license key genuine/i }).click()
    await expect(stranger).toHaveURL(/\/verify$/)
    await photograph(stranger, 'verify')
    await ask(old)
    await expect(stranger.getByText('Genuine: we issued this key')).toBeVisible()
    await expect(stranger.getByText(number)).toBeVisible()
    await expect(stranger.getByText('Valid', { exact: true }).first()).toBeVisible()
    const { lic } = await verified(old, dsms.url)
    await expect(stranger.locator('#main')).not.toContainText(lic.customer)
    await expect(stranger.locator('#main')).toContainText(`${[...lic.customer][0]}*`)
    await expectAccessible(stranger, 'the answer')
  })

  await test.step('a forged key is not, and says nothing else', async () => {
    await ask(tampered(old, (claims) => (claims.exp += 1)))
    await expect(stranger.getByText('Not genuine')).toBeVisible()
    await expect(stranger.getByText(number)).toHaveCount(0)
  })

  await test.step('staff transfer the license, with a reason that stays', async () => {
    const page = await as('commercial_ops', { language: 'en' })
    await page.goto(`/licenses/${number}`)
    await page.getByRole('button', { name: 'Transfer to another cluster' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText(/Transferred 0 times within a year/)).toBeVisible()
    await dialog.getByLabel('New cluster ID').fill('?')
    await dialog.getByRole('button', { name: 'Transfer to another cluster' }).click()
    await expect(dialog.getByText(/8 to 64 letters/)).toBeVisible()
    await dialog.getByLabel('New cluster ID').fill('moved-cluster-01')
    await dialog.getByLabel('Reason').fill('The data center closed')
    await dialog.getByRole('button', { name: 'Transfer to another cluster' }).click()
    await expect(dialog).toBeHidden()
    const card = page.getByRole('region', { name: 'Cluster and activation' })
    await expect(card.getByText('The data center closed')).toBeVisible()
    await expect(card.getByText(/→ Offline · moved-cluster-01/)).toBeVisible()
    await photograph(page, 'license-transferred')
  })

  // Other journeys may renew it meanwhile: their mails bring its key for the old cluster.
  const isKey = ({ filename, content }: { filename?: string; content: Buffer }) =>
    filename === `${number}.lic` &&
    decodeJwt<LicenseClaims>(content.toString('utf8').trim()).lic.cluster_id === 'moved-cluster-01'
  const mail = await mailbox.expectMail(
    ({ content }) => content.attachments.some(isKey),
    'the new key',
  )
  const attached = mail.content.attachments.find(isKey)
  const fresh = attached!.content.toString('utf8').trim()

  await test.step('the old key is revoked, the new one genuine, for the new cluster', async () => {
    expect((await verified(fresh, dsms.url)).lic.cluster_id).toBe('moved-cluster-01')
    await ask(old)
    await expect(stranger.getByText('Revoked', { exact: true }).first()).toBeVisible()
    // As the file that came with the mail.
    const file = join(dsms.folder, `${number}.lic`)
    writeFileSync(file, fresh)
    await stranger.locator('input[type=file]').setInputFiles(file)
    await expect(stranger.getByText('Valid', { exact: true }).first()).toBeVisible()
  })

  await test.step('without a network the list tells', async () => {
    const save = async (name: string, path: string) => {
      const file = join(dsms.folder, name)
      writeFileSync(file, await (await fetch(`${dsms.url}${path}`)).text())
      return file
    }
    const jwks = await save('jwks.json', '/.well-known/jwks.json')
    const revocations = await save('revocations.jwt', '/.well-known/revocations.jwt')
    const oldFile = join(dsms.folder, 'old.lic')
    writeFileSync(oldFile, old)
    const offline = ['--jwks', jwks, '--revocations', revocations]
    expect(dsms.run('license', 'verify', join(dsms.folder, `${number}.lic`), ...offline)).toContain(
      'Genuine',
    )
    expect(() => dsms.run('license', 'verify', oldFile, ...offline)).toThrow(/transferred/)
  })
})

test('nonsense is answered in words, in both languages', async ({ as }) => {
  for (const [language, field, button, words] of [
    ['en', 'License key', 'Check', 'Not genuine'],
    ['zh-CN', '许可证密钥', '验证', '不是真密钥'],
  ] as const) {
    const page = await as('nobody', { language })
    await page.goto('/verify')
    await page.getByLabel(field).fill('nonsense')
    await page.getByRole('button', { name: button, exact: true }).click()
    await expect(page.getByText(words)).toBeVisible()
  }
})

test('a rotation at the terminal reaches the running server, and old keys hold', async ({
  api,
  dsms,
}) => {
  const staff = await api('admin')
  const { items } = (await staff.get('/api/v1/licenses?activation_mode=offline&status=active')).body
  const { key } = (await staff.post(`/api/v1/licenses/${items[0].id}/key`, {})).body
  const signing = async () => {
    const reply = await fetch(`${dsms.url}/.well-known/jwks.json`)
    return ((await reply.json()) as { keys: { kid: string }[] }).keys[0]!.kid
  }
  const before = await signing()

  const told = dsms.run('keys', 'rotate', '--wait', '0')

  await expect.poll(signing, { timeout: 20_000 }).not.toBe(before)
  expect(told).toContain(await signing())
  expect((await verified(key, dsms.url)).sub).toBe(items[0].number)
})
