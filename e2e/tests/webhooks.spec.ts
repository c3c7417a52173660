// Webhooks: a message is received, verified with Node's own crypto, and received again.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { expect, test } from '../fixtures'
import { photograph } from '../fixtures/look'

interface Got {
  headers: IncomingHttpHeaders
  body: string
}

async function receiver() {
  const got: Got[] = []
  const server = createServer((request, answer) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      answer.writeHead(200).end('received')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { got, url: `http://127.0.0.1:${port}/hook`, close: () => server.close() }
}

function signatureOf(secret: string, { headers, body }: Got): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}

test('a webhook is received, verified and replayed', async ({ as }) => {
  const { got, url, close } = await receiver()
  const page = await as('admin', { language: 'en' })
  await page.goto('/webhooks')
  await page.getByRole('button', { name: 'New webhook' }).click()
  const drawer = page.getByRole('dialog', { name: 'New webhook' })
  await drawer.getByLabel('Name').fill('Data warehouse')
  await drawer.getByLabel('Address').fill(url)
  await drawer.getByLabel('Order submitted').check()
  await drawer.getByRole('button', { name: 'Save' }).click()
  const shown = page.getByRole('dialog', { name: 'Signing secret' })
  const secret = /whsec_[A-Za-z0-9+/=]+/.exec((await shown.textContent()) ?? '')?.[0] ?? ''
  expect(secret).not.toBe('')
  await shown.getByRole('button', { name: 'I have kept it' }).click()

  await page.getByRole('link', { name: 'Data warehouse' }).click()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect.poll(() => got.length).toBe(1)
  await expect(page.getByText('HTTP 200')).toBeVisible({ timeout: 10_000 })
  await photograph(page, 'webhook')
  expect(signatureOf(secret, got[0]!)).toBe(got[0]!.headers['webhook-signature'])
  expect(JSON.parse(got[0]!.body).type).toBe('webhook.test')

  await page.getByRole('button', { name: 'Send again' }).click()
  await expect.poll(() => got.length).toBe(2)
  expect(got[1]!.headers['webhook-id']).toBe(got[0]!.headers['webhook-id'])
  expect(got[1]!.body).toBe(got[0]!.body)
  expect(signatureOf(secret, got[1]!)).toBe(got[1]!.headers['webhook-signature'])
  close()
})
