// The main job without a mouse: Tab, Enter, Space, arrows and shortcuts lead from the door to an
// order, from the order to its approval, and from the approval to the license's key.
import { expect, test } from '../fixtures'
import { Hands } from '../fixtures/hands'
import { freshName } from '../fixtures/order-form'
import { people } from '../fixtures/people'
import { verified } from '../fixtures/keys'

test('by keyboard alone one orders, another approves, and the key is copied', async ({ as, dsms }) => {
  test.setTimeout(240_000)
  const customer = freshName('键盘精密')

  const number = await test.step('a partner signs in, orders and submits', async () => {
    const page = await as('nobody', { language: 'en' })
    const hands = new Hands(page)
    const { username, password } = people().partner
    await page.goto('/portal')
    await hands.type(page.getByLabel('User name'), username)
    await hands.type(page.getByLabel('Password'), password)
    await hands.press('Enter')
    // The door has a heading too: whoever is in has an account.
    await expect(page.getByRole('button', { name: 'My account' })).toBeVisible()

    await hands.press('Control+k')
    await expect(page.getByRole('combobox', { name: 'Search or jump to' })).toBeFocused()
    await page.keyboard.type('order')
    const place = page.getByRole('option').filter({ hasText: /New order|Place an order/ }).first()
    await expect(place).toBeVisible()
    for (let down = 0; (await place.getAttribute('aria-selected')) !== 'true'; down += 1) {
      expect(down, 'the arrows lead to it').toBeLessThan(20)
      await hands.press('ArrowDown')
    }
    await hands.press('Enter')

    const line = page.getByTestId('order-line').first()
    await hands.choose(line.getByLabel('Product'), /Standard/)
    const box = line.getByRole('combobox', { name: 'End user' })
    await hands.type(box, customer)
    // The suggestions for what stood there before are gone once there is only this one.
    const suggestion = page.getByRole('listbox').getByRole('option')
    await expect(suggestion).toHaveCount(1)
    await expect(suggestion).toContainText(customer)
    await hands.press('ArrowDown')
    await hands.press('Enter')
    await expect(box).toHaveValue(customer)
    await hands.type(line.getByLabel('Contact name'), '王芳')
    await hands.type(line.getByLabel('Contact e-mail'), 'wang.fang@keys.example.com')
    const modes = line.getByRole('radiogroup', { name: 'Activation' })
    await hands.tabTo(modes.getByRole('radio', { checked: true }))
    const offline = modes.getByRole('radio', { name: 'Offline' })
    for (let turns = 0; turns < 2 && !(await offline.isChecked()); turns += 1) {
      await hands.press('ArrowRight')
    }
    await expect(offline).toBeChecked()
    await hands.type(line.getByLabel('Cluster ID'), 'keys-cluster-01')
    await hands.tabTo(page.getByRole('checkbox', { name: /accept(ed)? the order terms/ }))
    await hands.press('Space')
    await expect(page.getByTestId('order-total').first()).toHaveText(/¥[1-9]/)
    await hands.activate(page.getByRole('button', { name: 'Submit order' }))
    await expect(page).toHaveURL(/\/orders\/ORD-[0-9-]+$/)
    return page.url().split('/').at(-1)!
  })

  await test.step('somebody else signs in, finds it, approves it, and copies the key', async () => {
    const page = await as('nobody', { language: 'en' })
    const hands = new Hands(page)
    const { username, password } = people().admin
    await page.goto('/')
    await hands.type(page.getByLabel('User name'), username)
    await hands.type(page.getByLabel('Password'), password)
    await hands.press('Enter')
    // The door has a heading too: whoever is in has an account.
    await expect(page.getByRole('button', { name: 'My account' })).toBeVisible()

    await hands.press('Control+k')
    await expect(page.getByRole('combobox', { name: 'Search or jump to' })).toBeFocused()
    await page.keyboard.type(number)
    await expect(page.getByRole('option').first()).toContainText(number)
    await hands.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(number)
    await hands.activate(page.getByRole('button', { name: 'Approve', exact: true }))
    const dialog = page.getByRole('dialog')
    await hands.activate(dialog.getByRole('button', { name: 'Approve and issue' }))
    await expect(page.getByText(/1 licenses? issued/)).toBeVisible()
    await expect(dialog).toBeHidden()

    await hands.activate(page.getByRole('link', { name: /^[A-Z]{3}-\d{6}-\d+$/ }).first())
    await expect(page).toHaveURL(/\/licenses\//)
    const license = await page.getByRole('heading', { level: 1 }).innerText()
    await hands.activate(page.getByRole('button', { name: 'Show key' }))
    await hands.activate(dialog.getByRole('button', { name: 'Show key' }))
    const shown = dialog.getByText(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/).first()
    await expect(shown).toBeVisible()
    await hands.activate(dialog.getByRole('button', { name: /^Copy/ }).first())
    const key = (await shown.innerText()).trim()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(key)
    expect((await verified(key, dsms.url)).sub).toBe(license)
    await hands.press('Escape')
    await expect(dialog).toBeHidden()
  })
})
