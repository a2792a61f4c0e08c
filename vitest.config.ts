import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

const chromium = process.env['CHANNEL_DESK_CHROMIUM'] ?? '/usr/bin/chromium';

const inNode = {
  environment: 'node',
  include: ['test/{unit,contract,sync,migrations,architecture,emulators,prove}/**/*.test.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

const alone = ['test/prove/**/*.test.ts', 'test/unit/{bridge,electron,renderer}/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...inNode,
          name: 'node',
          exclude: alone,
          // Loading the same modules anew for every file took as long as running its tests. A file that changes something
          // global puts it back.
          isolate: false,
        },
      },
      // What these load keeps a state of its own, or they run for so long that the modules of others would weigh on them.
      { test: { ...inNode, name: 'alone', include: alone } },
      {
        plugins: [react()],
        // Found only when a test first asks for them, they would be bundled while it runs.
        optimizeDeps: {
          include: [
            'axe-core',
            'dexie',
            'fast-xml-parser',
            'fflate',
            'papaparse',
            'pdfjs-dist/legacy/build/pdf.mjs',
            'pdfjs-dist/legacy/build/pdf.worker.mjs',
            'react-aria-components',
            'react-dom/client',
            'react-hook-form',
            'react-intl',
            'read-excel-file/universal',
          ],
        },
        test: {
          name: 'browser',
          include: ['test/component/**/*.test.{ts,tsx}'],
          // As in node: the app loaded anew for every file took a third of the time. Tests wait much, so two run side by side.
          isolate: false,
          maxWorkers: 2,
          testTimeout: 30_000,
          // What is waited for comes as fast as the machine allows; the limit is for what never comes.
          expect: { poll: { timeout: 10_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: chromium,
                args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
