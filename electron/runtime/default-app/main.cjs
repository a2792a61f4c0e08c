// Starts the app in the folder given on the command line, as Electron's own default app does; the evaluation
// runtime comes without one. The app shows what it runs on.
process.env.CHANNEL_DESK_EVALUATION_RUNTIME = '1';
const { existsSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { app } = require('electron');

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
const root = resolve(given ?? '.');
const manifest = join(root, 'package.json');

if (existsSync(manifest)) {
  const { name, productName, version, main } = JSON.parse(readFileSync(manifest, 'utf8'));
  app.setName(productName ?? name);
  app.setVersion(version);
  app.setAppPath(root);
  require(join(root, main));
} else {
  process.stderr.write(`There is no app in ${root}: package.json is missing.\n`);
  app.exit(1);
}
