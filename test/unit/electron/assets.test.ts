import { describe, expect, it } from 'vitest';
import { assetFor } from '../../../electron/main/assets';
import { contentSecurityPolicy, withStyleNonce } from '../../../electron/main/content-security';
import { isAppUrl, pageUrl } from '../../../electron/platform/app-url';

const root = '/app/out/renderer';

describe('files of the app', () => {
  it('serves a built file with its media type', () => {
    expect(assetFor('GET', 'app://desk/assets/index-B_3x.js?v=1#x', root)).toEqual({
      kind: 'file',
      path: '/app/out/renderer/assets/index-B_3x.js',
      mediaType: 'text/javascript; charset=utf-8',
    });
    expect(assetFor('HEAD', 'app://desk/index.html', root)).toMatchObject({ kind: 'file' });
    expect(assetFor('GET', 'app://desk/pdf.worker-1.mjs', root)).toMatchObject({
      mediaType: 'text/javascript; charset=utf-8',
    });
  });

  it.each([
    ['POST', 'app://desk/index.html', 405],
    ['GET', 'app://other/index.html', 403],
    ['GET', 'https://desk/index.html', 403],
    ['GET', 'not an address', 400],
    ['GET', 'app://desk/%E0%A4%A', 400],
    ['GET', 'app://desk/..%2f..%2fpackage.json', 403],
    ['GET', 'app://desk/assets/..%2f..%2f..%2fpackage.json', 403],
    ['GET', 'app://desk/..%5c..%5cpackage.json', 403],
    ['GET', 'app://desk/%252e%252e%252fpackage.json', 403],
    ['GET', 'app://desk/a%00.html', 403],
    ['GET', 'app://desk/C:/win.html', 403],
    ['GET', 'app://desk/index.html::$DATA', 403],
    ['GET', 'app://desk/.env.json', 403],
    ['GET', 'app://desk/assets//x.js', 403],
    ['GET', 'app://desk/', 404],
    ['GET', 'app://desk/assets/source.map', 404],
    ['GET', 'app://desk/noextension', 404],
  ] as const)('%s %s is refused with %i', (method, url, status) => {
    expect(assetFor(method, url, root)).toEqual({ kind: 'refused', status });
  });

  it('never leaves its folder, whatever the path is made of', () => {
    const parts = ['..', '.', '%2e%2e', '%2f', '%5c', '/', 'x', '%00', '%25', 'js', '.js', ':', '~'];
    let seed = 7;
    for (let round = 0; round < 5000; round += 1) {
      let path = '';
      for (let count = 0; count < 6; count += 1) {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        path += parts[seed % parts.length];
      }
      const asset = assetFor('GET', `app://desk/${path}`, root);
      if (asset.kind === 'file') {
        expect(asset.path.startsWith(`${root}/`), path).toBe(true);
        expect(asset.path.slice(root.length).split('/'), path).not.toContain('..');
      }
    }
  });
});

describe('addresses of the app', () => {
  it('knows its own pages from look-alikes', () => {
    expect(isAppUrl(pageUrl('index.html'))).toBe(true);
    const others = [
      'app://desk.example/index.html',
      'app://desk:80/index.html',
      'app://me@desk/index.html',
      'apps://desk/index.html',
      'https://desk/index.html',
      'data:text/html,app://desk/',
      'about:blank',
      '',
    ];
    expect(others.filter(isAppUrl)).toEqual([]);
  });
});

describe('7 content security policy', () => {
  it('has no unsafe word and allows styles by nonce only', () => {
    const policy = contentSecurityPolicy('abc');
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("style-src 'self' 'nonce-abc'");
  });

  it('tells the page its nonce in the head', () => {
    expect(withStyleNonce('<html><HEAD><title>x</title>', 'abc')).toBe(
      '<html><HEAD><meta property="csp-nonce" nonce="abc" /><title>x</title>',
    );
  });
});
