import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { hardenAllContents, hardenSession } from '../../../electron/main/hardening';
import type { Log } from '../../../shared/ports/log';

function keptLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const keep = (line: string): void => void lines.push(line);
  return { log: { info: keep, warn: keep, error: keep }, lines };
}

type Handler = (...given: unknown[]) => unknown;

/** A session that keeps what it is given, as Electron calls it later. */
function hardenedSession() {
  const handlers = new Map<string, Handler>();
  const events = new EventEmitter();
  const keep = (name: string) => (handler: Handler) => void handlers.set(name, handler);
  const session = {
    on: events.on.bind(events),
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setSpellCheckerEnabled: keep('spelling'),
    webRequest: { onBeforeRequest: keep('network') },
  };
  const { log, lines } = keptLog();
  hardenSession(session as never, log);
  const ask = (name: string, ...given: unknown[]): unknown => {
    const handler = handlers.get(name);
    if (handler === undefined) throw new Error(`nothing was set for ${name}`);
    return handler(...given);
  };
  return { ask, events, lines };
}

/** Contents that show a page of the app. */
function hardenedContents() {
  const app = new EventEmitter();
  const { log, lines } = keptLog();
  hardenAllContents(app as never, log);
  let opener: Handler = () => ({ action: 'allow' });
  const contents = Object.assign(new EventEmitter(), {
    getURL: () => 'app://desk/index.html#/mdf',
    setWindowOpenHandler: (handler: Handler) => {
      opener = handler;
    },
  });
  app.emit('web-contents-created', {}, contents);
  const isRefused = (name: string, url: string): boolean => {
    let refused = false;
    contents.emit(name, { url, preventDefault: () => (refused = true) }, url);
    return refused;
  };
  return { contents, isRefused, open: (url: string) => opener({ url }), lines };
}

describe('the session of the pages', () => {
  it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'hid', 'openExternal'])(
    'is refused the permission %s, and the log says so',
    (permission) => {
      const { ask, lines } = hardenedSession();
      const decided: unknown[] = [];
      ask('request', {}, permission, (answer: unknown) => decided.push(answer));
      expect(decided).toEqual([false]);
      expect(ask('check', {}, permission)).toBe(false);
      expect(lines).toEqual([expect.stringContaining(permission)]);
    },
  );

  it.each(['hid', 'serial', 'usb'])('is refused devices of the kind %s', (deviceType) => {
    expect(hardenedSession().ask('device', { deviceType, origin: 'app://desk' })).toBe(false);
  });

  it('downloads nothing', () => {
    const { events } = hardenedSession();
    let stopped = false;
    events.emit('will-download', { preventDefault: () => (stopped = true) });
    expect(stopped).toBe(true);
  });

  it.each([
    ['app://desk/index.html', false],
    ['blob:app://desk/0', false],
    ['data:image/png;base64,', false],
    ['https://example.com/x?token=1', true],
    ['http://127.0.0.1:1/', true],
    ['ws://example.com/', true],
    ['file:///etc/passwd', true],
    ['no address', true],
  ])('asks %s of nobody but the app: cancelled is %s', (url, cancel) => {
    const { ask, lines } = hardenedSession();
    const decided: unknown[] = [];
    ask('network', { url }, (answer: unknown) => decided.push(answer));
    expect(decided).toEqual([{ cancel }]);
    expect(lines).toHaveLength(cancel ? 1 : 0);
    expect(lines.join()).not.toContain('token');
  });
});

describe('every web contents', () => {
  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('stays on its page at %s', (name) => {
    const { isRefused, lines } = hardenedContents();
    expect(isRefused(name, 'https://example.com/phish?secret=1')).toBe(true);
    expect(isRefused(name, 'app://desk/print.html')).toBe(true);
    expect(isRefused(name, 'file:///etc/passwd')).toBe(true);
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain('secret');
    expect(isRefused(name, 'app://desk/index.html')).toBe(false);
    expect(isRefused(name, 'app://desk/index.html#/today')).toBe(false);
  });

  it('has no window of its own and no webview', () => {
    const { isRefused, open } = hardenedContents();
    expect(open('https://example.com/')).toEqual({ action: 'deny' });
    expect(open('app://desk/index.html')).toEqual({ action: 'deny' });
    expect(isRefused('will-attach-webview', 'app://desk/index.html')).toBe(true);
  });
});
