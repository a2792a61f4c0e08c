import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../electron/remotes/common/http';
import { err } from '../../../shared/lib/result';
import { createSalesforceClient } from '../../../electron/remotes/salesforce/client';
import { startAttempt } from '../../../electron/remotes/common/failure';
import { multipart } from '../../../electron/remotes/common/multipart';
import { networkFailure } from '../../../electron/remotes/common/network-error';
import { challengeOf } from '../../../electron/remotes/common/pkce';
import { retryAfterMs } from '../../../electron/remotes/common/retry-after';
import { labelChange } from '../../../electron/remotes/gitlab/edit';
import {
  addFencedLinks,
  compose,
  fencedPart,
  isTitledByUs,
  markAsTwin,
  twinLineOf,
  markerLine,
  markerOf,
  noteTitle,
  noteWithMarker,
  replaceFenced,
} from '../../../electron/remotes/gitlab/markers';
import { refuse } from '../../../electron/remotes/gitlab/errors';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import { joinMarker, splitMarker } from '../../../electron/remotes/salesforce/marker-text';
import { quote, soql } from '../../../electron/remotes/salesforce/soql';
import { isNewer, soqlTime, stampMs } from '../../../electron/remotes/salesforce/stamps';

const marker = '6d9ad7d8-3f14-4dcb-a8d5-3f3b2ac5d6f2-epic';

describe('many writes to Salesforce in one call', () => {
  it('G5 are waited for longer the more they are, without waiting longer between two parts of an answer', async () => {
    const sent: HttpRequest[] = [];
    const client = createSalesforceClient({
      authorized: {
        send: async (request) => {
          sent.push(request);
          return err({ kind: 'lost', why: 'nothing came' });
        },
      },
      base: () => ({ instanceUrl: 'https://org.example', apiVersion: '62.0' }),
      now: () => 0,
      timeoutMs: 30_000,
      transferTimeoutMs: 600_000,
      onUsage: () => undefined,
    });
    const write = { object: 'Event', id: null, body: {}, unmodifiedSince: null };
    await client.writeAll([write, write]);
    await client.writeAll(Array.from({ length: 25 }, () => write));
    expect(sent.map(({ answerWithinMs }) => answerWithinMs)).toEqual([42_000, 180_000]);
  });
});

describe('Salesforce ids', () => {
  it('are completed to 18 characters', () => {
    // Pairs that Salesforce itself gave.
    expect(completeSalesforceId('001D000000IRFma')).toBe('001D000000IRFmaIAH');
    expect(completeSalesforceId('a00D0000008pQRA')).toBe('a00D0000008pQRAIA2');
    expect(completeSalesforceId('00Di0000000bcK3')).toBe('00Di0000000bcK3EAI');
    expect(completeSalesforceId('a00D0000008pQRAIA2')).toBe('a00D0000008pQRAIA2');
    // A program that folded the letters of an 18-character id away took nothing of it.
    expect(completeSalesforceId('A00D0000008PQRAIA2')).toBe('a00D0000008pQRAIA2');
    expect(completeSalesforceId('a00d0000008pqraia2')).toBe('a00D0000008pQRAIA2');
  });

  it('with wrong check characters or another length are none', () => {
    for (const text of ['a00D0000008pQRAIAB', 'a00D0000008pQR', '', 'a00D0000008pQR!', 'a00D0000008pQRAI'])
      expect(completeSalesforceId(text)).toBeNull();
  });

  it('keep the case of the first fifteen apart', () => {
    const character = fc.constantFrom(...'ABCXYZabcxyz0189');
    const short = fc.array(character, { minLength: 15, maxLength: 15 }).map((list) => list.join(''));
    fc.assert(
      fc.property(short, short, (a, b) => {
        // Two ids that differ only in case differ without regard to case once they are complete.
        const same = completeSalesforceId(a)?.toLowerCase() === completeSalesforceId(b)?.toLowerCase();
        expect(same).toBe(a === b);
      }),
      { seed: 20261122, numRuns: 500 },
    );
    expect(completeSalesforceId('001D000000irfma')?.toLowerCase()).not.toBe(
      completeSalesforceId('001D000000IRFma')?.toLowerCase(),
    );
  });
});

describe('Salesforce times', () => {
  it('without a colon in the offset are read', () => {
    expect(stampMs('2013-05-07T22:07:19.000+0000')).toBe(Date.UTC(2013, 4, 7, 22, 7, 19));
    expect(stampMs('2013-05-07T22:07:19Z')).toBe(Date.UTC(2013, 4, 7, 22, 7, 19));
    expect(stampMs('yesterday')).toBeNull();
    expect(soqlTime(Date.UTC(2013, 4, 7, 22, 7, 19, 500))).toBe('2013-05-07T22:07:19Z');
  });

  it('are compared as times, not as texts', () => {
    expect(isNewer('2026-11-22T08:00:01.000+0000', '2026-11-22T08:00:00.000+0000')).toBe(true);
    expect(isNewer('2026-11-22T08:00:00.000+0000', '2026-11-22T08:00:00Z')).toBe(false);
  });
});

describe('SOQL', () => {
  it('cannot be broken out of by a value', () => {
    expect(quote("O'Brien \\ \n' OR Name != '")).toBe("'O\\'Brien \\\\ \\n\\' OR Name != \\''");
  });

  it('asks for every column once', () => {
    const text = soql({
      fields: ['Id', 'Title', 'id'],
      object: 'X',
      where: ['A = 1 OR B = 2', null, 'C = 3'],
      limit: 5,
    });
    expect(text).toBe('SELECT id, Title FROM X WHERE (A = 1 OR B = 2) AND (C = 3) LIMIT 5');
  });
});

describe('the id line in a long text', () => {
  it('comes back as it was put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), (text, id) => {
        const plain = splitMarker(text).text;
        const joined = joinMarker(text, id);
        expect(splitMarker(joined)).toEqual({ text: plain, id });
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('GitLab markers', () => {
  const body = '| Partner | Cobalt |\n\n- [ ] told $& $1';

  it('hold our part between fences after the template', () => {
    const text = compose('## Template\r\n', body, marker, 'A title');
    expect(text.startsWith('## Template\n\n<!-- channel-desk:begin -->')).toBe(true);
    expect(fencedPart(text)).toBe(body);
    expect(markerOf(text)).toBe(marker);
  });

  it('G4 keep what people wrote around our part', () => {
    const text = `Before\n\n${compose(null, body, marker, 'A title')}\n\nAfter`;
    const next = replaceFenced(text, 'new $& part');
    expect(next).toContain('Before');
    expect(next).toContain('After');
    expect(fencedPart(next)).toBe('new $& part');
    expect(markerOf(next)).toBe(marker);
  });

  it('put our part back when people removed a fence', () => {
    const broken = compose('Head', body, marker, 'A title').replace('<!-- channel-desk:end -->', '');
    const next = replaceFenced(broken, 'again');
    expect(fencedPart(next)).toBe('again');
    expect(next.match(/channel-desk:begin/g)).toHaveLength(1);
    expect(markerOf(next)).toBe(marker);
  });

  it('SY-111 take links in before the marker when people removed our part, and none that is there already', () => {
    const links = (...numbers: number[]) => ({
      heading: '## Issues',
      lines: numbers.map((n) => ({ text: `* [${n}](https://x/${n})`, url: `https://x/${n}` })),
    });
    const without = `Mine, see (https://x/1)\n\n${markerLine(marker)}`;
    const next = addFencedLinks(without, links(1, 2));
    expect(next.startsWith('Mine, see (https://x/1)\n\n')).toBe(true);
    expect(fencedPart(next)).toBe('## Issues\n\n* [2](https://x/2)');
    expect(markerOf(next)).toBe(marker);
    expect(addFencedLinks(without, links(1))).toBe(without);
    const list = compose(null, 'A\n\n## Issues\n\n* [1](https://x/1)\n\n## Mine\n\nWords', marker, 'T');
    expect(fencedPart(addFencedLinks(list, links(1, 2)))).toBe(
      'A\n\n## Issues\n\n* [1](https://x/1)\n* [2](https://x/2)\n\n## Mine\n\nWords',
    );
  });

  it('are not taken from words that came from outside', () => {
    const text = compose(
      null,
      '<!-- channel-desk:00000000-evil -->\n<!-- channel-desk:end -->',
      marker,
      'A title',
    );
    expect(markerOf(text)).toBe(marker);
    const twin = markAsTwin(text, marker, { id: 40_001, iid: 7 });
    expect(markerOf(twin)).toBeNull();
    expect(twinLineOf(twin)).toEqual({ marker, id: 40_001, iid: 7 });
  });

  it('keep lines that look like commands from being carried out, and give them back unchanged', () => {
    // GitLab reads a command in any spelling.
    const risky = 'Fine\n/close\n  /assign @root\n/Close\n/LABEL ~MDF\nhttps://x.example/a';
    const text = compose(null, risky, marker, 'A title');
    expect(text).not.toMatch(/^\s*\/(close|assign|label)/im);
    expect(fencedPart(text)).toBe(risky);
    expect(noteWithMarker('/close', null, marker)).not.toMatch(/^\//m);
  });

  it('SY-104 tell a title that this app gave from one that people gave a copy', () => {
    const text = compose(null, body, marker, 'Roadshow');
    expect(isTitledByUs(text, 'Roadshow')).toBe(true);
    expect(isTitledByUs(text, 'Copy of Roadshow')).toBe(false);
    expect(isTitledByUs(noteTitle(text, 'Roadshow in Graz'), 'Roadshow in Graz')).toBe(true);
    expect(markerOf(noteTitle(text, 'Roadshow in Graz'))).toBe(marker);
    expect(isTitledByUs(replaceFenced(text, 'new'), 'Roadshow')).toBe(true);
    expect(isTitledByUs(`Theirs\n${'<!-- channel-desk:begin -->'}`, 'Theirs')).toBe(false);
  });

  it('are read from descriptions with Windows line ends', () => {
    expect(fencedPart(compose(null, body, marker, 'A title').replace(/\n/g, '\r\n'))).toBe(body);
  });
});

describe('POP-2 labels', () => {
  const existing = ['MDF::POP Pending', 'MDF:: POP Approved', 'MDF-POP', 'MDF'];

  it('use the spelling that exists and take the others of the scope away', () => {
    expect(labelChange(['MDF::POP Pending', 'MDF'], existing, [], 'MDF::POP Approved')).toEqual({
      add: ['MDF:: POP Approved'],
      remove: ['MDF::POP Pending'],
    });
  });

  it('change nothing when all is as wanted', () => {
    expect(
      labelChange(['MDF:: POP Approved', 'MDF-POP'], existing, ['MDF-POP'], 'MDF::POP Approved'),
    ).toEqual({
      add: [],
      remove: [],
    });
  });
});

describe('failures of the network', () => {
  function thrown(code: string, syscall?: string): Error {
    return Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error(code), { code, ...(syscall ? { syscall } : {}) }),
    });
  }

  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
  ])('G3 %s happens before anything is sent', (code) =>
    expect(networkFailure(thrown(code), 'GitLab').kind).toBe('not-sent'),
  );

  it('G3 so does whatever goes wrong while connecting', () => {
    expect(networkFailure(thrown('ETIMEDOUT', 'connect'), 'GitLab').kind).toBe('not-sent');
    expect(networkFailure(thrown('ETIMEDOUT', 'read'), 'GitLab').kind).toBe('lost');
  });

  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'UND_ERR_BODY_TIMEOUT'])(
    'G3 %s may happen afterwards',
    (code) => expect(networkFailure(thrown(code), 'GitLab').kind).toBe('lost'),
  );

  it.each([
    ['net::ERR_CONNECTION_REFUSED', 'not-sent'],
    ['net::ERR_NAME_NOT_RESOLVED', 'not-sent'],
    ['net::ERR_INTERNET_DISCONNECTED', 'not-sent'],
    ['net::ERR_CONNECTION_RESET', 'lost'],
    ['net::ERR_EMPTY_RESPONSE', 'lost'],
    ['net::ERR_NETWORK_CHANGED', 'lost'],
    ['net::ERR_TIMED_OUT', 'lost'],
  ])('G3 Chromium’s %s is %s', (message, kind) =>
    expect(networkFailure(new Error(message), 'GitLab').kind).toBe(kind),
  );

  it('says in words what Chromium says in a code', () => {
    expect(networkFailure(new Error('net::ERR_CONNECTION_RESET'), 'GitLab')).toEqual({
      kind: 'lost',
      why: 'The connection to GitLab broke before an answer came (connection reset).',
    });
  });

  it('G3 several addresses of which one was reached leave it open', () => {
    const many = new AggregateError([
      Object.assign(new Error('a'), { code: 'ECONNREFUSED', syscall: 'connect' }),
      Object.assign(new Error('b'), { code: 'ECONNRESET' }),
    ]);
    expect(networkFailure(new TypeError('fetch failed', { cause: many }), 'GitLab').kind).toBe('lost');
  });
});

describe('one try', () => {
  const attempt = (repeat: boolean) => startAttempt(repeat, refuse);
  const lost = { kind: 'lost', why: 'gone' } as const;
  const wait = { kind: 'wait', why: 'busy', afterMs: 5 } as const;

  it('G3 is harmless until something was written', async () => {
    const clean = attempt(false);
    expect(clean.outcome(lost).kind).toBe('unreachable');
    expect(clean.outcome(wait)).toEqual({ kind: 'wait', why: 'busy', afterMs: 5 });
    await clean.write(Promise.resolve({ ok: true, value: 1 }));
    expect(clean.outcome(lost).kind).toBe('ambiguous');
    expect(clean.outcome(wait)).toEqual({ kind: 'ambiguous', why: 'busy', afterMs: 5 });
    expect(clean.outcome({ kind: 'sign-in', why: '' }).kind).toBe('ambiguous');
  });

  it('G3 is never harmless when an earlier one may have arrived', () => {
    const left = { kind: 'ambiguous', why: 'gone', unsent: true };
    for (const kind of ['not-sent', 'lost'] as const)
      expect(attempt(true).outcome({ kind, why: 'gone' })).toEqual(left);
    expect(attempt(true).outcome(wait).kind).toBe('wait');
  });

  it('G3 a repeat that was written does not count as unsent', async () => {
    const again = attempt(true);
    await again.write(Promise.resolve({ ok: false, error: lost }));
    expect(again.outcome(lost)).toEqual({ kind: 'ambiguous', why: 'gone' });
  });

  it('G3 a refused write has written nothing', async () => {
    const refused = attempt(false);
    const denied = { kind: 'denied', status: 400, code: 'http-400', message: 'no', fields: [] } as const;
    await refused.write(Promise.resolve({ ok: false, error: denied }));
    expect(refused.outcome(lost).kind).toBe('unreachable');
  });
});

describe('waiting', () => {
  const now = Date.UTC(2026, 10, 22, 8);

  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Sun, 22 Nov 2026 08:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 07:00:00 GMT' }, 0],
    [{ 'retry-after': '999999999' }, 24 * 60 * 60 * 1000],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
    [{ 'ratelimit-reset': String(now / 1000 + 60), 'ratelimit-remaining': '0' }, 60_000],
    [{ 'ratelimit-reset': String(now / 1000 + 60), 'ratelimit-remaining': '5' }, null],
  ])('G9 %o means %s ms', (headers, expected) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });

  it('G9 counts dates from the server’s own time', () => {
    const headers = new Headers({
      date: 'Mon, 23 Nov 2026 08:00:00 GMT',
      'retry-after': 'Mon, 23 Nov 2026 08:00:05 GMT',
    });
    expect(retryAfterMs(headers, now)).toBe(5000);
  });
});

describe('multipart bodies', () => {
  it('are read back whole by somebody else’s parser, and are as long as they say', async () => {
    const bytes = new Uint8Array(150_000).map((_, index) => (index * 31) % 256);
    async function* parts() {
      yield bytes.subarray(0, 100_000);
      yield bytes.subarray(100_000);
    }
    const { contentType, body } = multipart([
      {
        name: 'entity_content',
        contentType: 'application/json',
        content: new TextEncoder().encode('{"a":"ü"}'),
      },
      {
        name: 'VersionData',
        filename: 'a"b\r\nc ü.pdf',
        contentType: 'application/pdf',
        content: { size: bytes.length, parts },
      },
    ]);
    const made: Uint8Array[] = [];
    for await (const part of body.parts()) made.push(part);
    const whole = Buffer.concat(made);
    expect(whole.byteLength).toBe(body.length);
    const form = await new Response(whole, { headers: { 'content-type': contentType } }).formData();
    expect(form.get('entity_content')).toBe('{"a":"ü"}');
    const file = form.get('VersionData');
    if (!(file instanceof File)) throw new Error('not a file');
    expect(file.name).toBe('a_b__c ü.pdf');
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
  });

  it('fail when the file is not as long as was promised', async () => {
    async function* parts() {
      yield new Uint8Array(9);
    }
    const { body } = multipart([{ name: 'file', filename: 'a', content: { size: 10, parts } }]);
    const read = async (): Promise<void> => {
      for await (const part of body.parts()) expect(part.byteLength).toBeGreaterThan(0);
    };
    await expect(read()).rejects.toThrow('changed');
  });
});

it('PKCE makes the challenge of the RFC’s example', () => {
  expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});
