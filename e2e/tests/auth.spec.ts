// The door: who comes in, who does not, and that leaving is final.
import { createHmac } from 'node:crypto'
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'
import { people } from '../fixtures/people'

test('staff sign in at the door, and the address they wanted is kept', async ({ as }) => {
  const { username, password } = people().admin
  const page = await as('nobody', { language: 'en' })
  await page.goto('/customers')
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible()
  await photograph(page, 'sign-in')

  await page.getByLabel('User name').fill(username)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()

  await expect(page).toHaveURL(/\/customers$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Customers')
})

test('a wrong password is refused in words, in both languages, and nothing is lost', async ({
  as,
  watch,
}) => {
  watch.expect(/401.*\/auth\/login/)
  for (const [language, name, button, words] of [
    ['en', 'User name', 'Sign in', /user name or password is wrong/i],
    ['zh-CN', '用户名', '登录', /用户名或密码不正确/],
  ] as const) {
    const page = await as('nobody', { language })
    await page.goto('/sign-in')
    await page.getByLabel(name).fill(`nobody-${language}`)
    await page.locator('input[type=password]').fill('this-is-wrong')
    await page.getByRole('button', { name: button, exact: true }).click()
    await expect(page.getByText(words)).toBeVisible()
    await expect(page.getByLabel(name)).toHaveValue(`nobody-${language}`)
  }
})

test('signing out ends the session for the cookie as well', async ({ as }) => {
  const page = await as('sales_rep', { language: 'en' })
  await page.goto('/')
  await expect(page.locator('#main')).toBeVisible()
  await page.getByRole('banner').getByRole('button', { name: /account/i }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)

  await page.goto('/orders')

  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible()
})

test('the token is nowhere that a script of tomorrow could read it', async ({ as }) => {
  const page = await as('partner')
  await page.goto('/portal')
  await expect(page.locator('#main')).toBeVisible()

  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  const cookies = await page.context().cookies()

  expect(kept).not.toMatch(/eyJ[A-Za-z0-9_-]+\./)
  expect(await page.evaluate(() => document.cookie)).toBe('')
  expect(cookies.every((cookie) => cookie.httpOnly && cookie.sameSite === 'Strict')).toBe(true)
})

test('a reload keeps one signed in, and the language switches at once', async ({ as }) => {
  const page = await as('admin', { language: 'zh-CN' })
  await page.goto('/orders')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('订单')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('订单')

  await page.getByRole('button', { name: '语言' }).click()
  await page.getByRole('menuitemradio', { name: 'English' }).click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Orders')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

test('who forgot their password sets a new one by way of their mailbox', async ({
  as,
  api,
  mailbox,
}) => {
  const admin = await api('admin')
  const email = `forgetful-${Date.now()}@dsms.example`
  const username = email.split('@')[0]
  const made = await admin.post('/api/v1/users', {
    username, name: '沈青', email, role: 'finance', language: 'en', password: 'correct horse battery',
  })
  expect(made.status).toBe(201)
  const page = await as('nobody', { language: 'en' })
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(page.getByRole('heading', { name: 'Forgot your password' })).toBeVisible()
  await page.getByLabel('User name or mail address').fill(email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByText('Look into your mailbox')).toBeVisible()

  const mail = await mailbox.expectMail(({ to }) => to.includes(email), 'the link to set a password')
  const link = /https?:\/\/\S+\/reset-password#\S+/.exec(mail.content.text ?? '')?.[0]
  expect(link).toBeTruthy()
  await page.goto(link ?? '')
  await page.getByLabel('New password', { exact: true }).fill('another good one')
  await page.getByLabel('New password again').fill('another good one')
  await page.getByLabel('New password', { exact: true }).fill('another good one')
  await page.getByLabel('New password again').fill('another good one')
  await page.getByRole('button', { name: 'Set the new password' }).click()
  await expect(page).toHaveURL(/\/sign-in/)

  await page.getByLabel('User name').fill(username ?? '')
  await page.getByLabel('Password').fill('another good one')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('banner').getByRole('button', { name: /account/i })).toBeVisible()
})

test('a second factor is set up by scanning or typing, and asked for at the door', async ({
  as,
  api,
  watch,
}) => {
  const admin = await api('admin')
  const username = `careful-${Date.now()}`
  const password = 'correct horse battery'
  const made = await admin.post('/api/v1/users', {
    username, name: '沈青', email: `${username}@dsms.example`, role: 'finance', language: 'en', password,
  })
  expect(made.status).toBe(201)
  const page = await as('nobody', { language: 'en' })
  const signIn = async () => {
    await page.goto('/sign-in')
    await page.getByLabel('User name').fill(username)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
  await signIn()
  await expect(page.getByRole('banner').getByRole('button', { name: /account/i })).toBeVisible()
  await page.goto('/account')
  await page.getByRole('tab', { name: 'Second factor' }).click()
  await page.getByRole('button', { name: 'Set it up' }).click()
  await expect(page.getByRole('img', { name: 'QR code of the second factor' })).toBeVisible()
  const secret = (await page.locator('code').first().textContent()) ?? ''
  await page.getByLabel('Six figures of the authenticator').fill(totp(secret, Date.now()))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await expect(page.getByText('The second factor is on')).toBeVisible()
  const codes = ((await page.locator('code').first().textContent()) ?? '').trim().split(/\s+/)
  expect(codes).toHaveLength(10)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('10 recovery codes left')).toBeVisible()

  await page.getByRole('banner').getByRole('button', { name: /account/i }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  watch.expect(/401.*\/auth\/login/)
  await signIn()
  await page.getByLabel('Code of the second factor').fill(codes[0] ?? '')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('banner').getByRole('button', { name: /account/i })).toBeVisible()

  // Lost, with all codes: an administrator takes it away.
  const desk = await as('admin', { language: 'en' })
  await desk.goto(`/users/${made.body.id}`)
  await desk.getByRole('button', { name: 'Reset the second factor' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: 'Reset the second factor' }).click()
  await expect(desk.getByText('The second factor was reset')).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Reset the second factor' })).toBeHidden()
})

/** What an authenticator shows (RFC 6238), by hand: deliberately not the product's own. */
function totp(base32: string, millis: number): string {
  const bits = [...base32.trim()]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(millis / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac.readUInt8(19) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
