import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../renderer/bridge/bridge';
import { bridgedRemote } from '../../../renderer/workers/sync/bridged-remote';
import { readPullPage, writePullPage } from '../../../shared/ipc/pull-page';
import type { PullPage } from '../../../shared/schema/remote-command';
import { SalesforceId } from '../../../shared/schema/values';

const id = SalesforceId.parse('0015g00000ABCDEAAA');
const page: PullPage = {
  kind: 'page',
  rows: [
    {
      stream: 'partners',
      ref: { remote: 'salesforce', object: 'Account', id, stamp: '2026-11-02T09:00:00.000+0000', url: null },
      recordId: null,
      fields: { name: 'Öresund \ud800 "A/S"', partner: null },
      deleted: false,
    },
  ],
  unreadable: [],
  cursor: 'c',
  more: false,
};

/** A remote whose main process answers a reading with this text. */
function answering(text: string) {
  const bridge = { call: async () => ({ ok: true, value: text }), onEvent: () => () => undefined };
  return bridgedRemote(bridge as unknown as Bridge, { blob: async () => undefined });
}

describe('a page of a feed on its way from main', () => {
  it('is the same after it was written and read', () => {
    expect(readPullPage(writePullPage(page))).toEqual({ ok: true, value: page });
  });

  it.each(['', '{"kind":"page"}', '[]', '{"kind":"page","rows":[{}]'])(
    'counts as no answer when %j came',
    async (text) => {
      const answer = await answering(text).pull({ stream: 'partners', cursor: null, limit: 5 });
      expect(answer).toMatchObject({ kind: 'unreachable', why: expect.stringContaining('not understood') });
    },
  );
});
