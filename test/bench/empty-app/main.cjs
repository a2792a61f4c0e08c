// The floor of every start-up time: a window with the same walls and nothing in it.
const { app, BrowserWindow } = require('electron');

// Root cannot have Chromium's sandbox, and asking for both ends every process.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1360, height: 860, webPreferences: { sandbox: true } });
  void window.loadFile('index.html');
});
app.on('window-all-closed', () => app.quit());
