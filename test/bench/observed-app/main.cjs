// Starts the app whose folder is given, as Electron's own default app does, and says when its page can be used and which
// of the app's files it had asked for by then: the page itself looks, from the moment it is there, so that no driver slows
// the start or is waited for.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { app, protocol } = require('electron');

const { root, begin, usable, check } = JSON.parse(process.env.BENCH_OBSERVED);
const { name, productName, version, main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const observer = `(async () => {
  const say = (message) => console.log('BENCH:' + JSON.stringify(message));
  try {
    ${begin};
    const usable = () => ${usable};
    await new Promise((resolve) => {
      const look = () => {
        if (!usable()) return;
        changes.disconnect();
        resolve();
      };
      const changes = new MutationObserver(look);
      changes.observe(document, { childList: true, subtree: true, characterData: true });
      look();
    });
    // The frame that holds it has been made.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    say({ at: performance.timeOrigin + performance.now() });
    say({ problem: await (${check})() });
  } catch (error) {
    say({ problem: String(error) });
  }
})(); undefined`;

const asked = [];
const handle = protocol.handle.bind(protocol);
protocol.handle = (scheme, answer) =>
  handle(scheme, (request) => {
    asked.push(request.url);
    return answer(request);
  });

let usableAt = { at: null, files: [] };
app.on('web-contents-created', (_event, contents) => {
  contents.once('did-navigate', () => void contents.mainFrame.executeJavaScript(observer));
  contents.on('console-message', (event, _level, text) => {
    // Newer Electrons put everything into the first argument.
    const message = text ?? event.message;
    if (typeof message !== 'string' || !message.startsWith('BENCH:')) return;
    const said = JSON.parse(message.slice('BENCH:'.length));
    if ('at' in said) {
      usableAt = { at: said.at, files: [...asked] };
      return;
    }
    process.stdout.write(`\nBENCH:${JSON.stringify({ ...usableAt, ...said })}\n`, () => app.quit());
  });
});

app.setName(productName ?? name);
app.setVersion(version);
app.setAppPath(root);
process.chdir(root);
require(join(root, main));
