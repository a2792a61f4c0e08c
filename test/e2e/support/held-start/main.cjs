// Starts the app as Electron's own default app does, but not before the test driver is attached: a page that is
// navigating at that very moment would never be reported to the driver, which then waits for it for ever.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { app } = require('electron');

const root = process.env.CHANNEL_DESK_TEST_ROOT;
const { name, productName, version, main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const whenReady = app.whenReady.bind(app);
const attached = new Promise((resolve) => {
  // Playwright calls it by this name.
  globalThis.__playwright_run = () => resolve();
});
app.whenReady = () => attached.then(whenReady);
app.setName(productName ?? name);
app.setVersion(version);
app.setAppPath(root);
require(join(root, main));
