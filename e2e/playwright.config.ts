// How the journeys run. `cargo xtask e2e` builds what they need and names the two programs:
// DSMS_BIN is the product's binary, DSMS_CHROMIUM the system's browser.
import { defineConfig } from '@playwright/test'

const ci = !!process.env.CI

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  globalSetup: './fixtures/template.ts',
  fullyParallel: false,
  workers: 2,
  forbidOnly: ci,
  retries: 0,
  // A deep run photographs every page eight times instead of twice.
  timeout: process.env.DSMS_DEPTH === 'deep' ? 600_000 : 120_000,
  expect: { timeout: 10_000 },
  reporter: ci ? [['list'], ['html', { open: 'never' }]] : [['list']],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.DSMS_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        // As root there is no sandbox, and nothing of the browser's own may go out.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
