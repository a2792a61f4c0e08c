import { describe, expect, it } from 'vitest';
import { createBridge } from '../../../renderer/bridge/bridge';
import { bridgedSeal } from '../../../renderer/bridge/bridged-seal';
import { Sha256 } from '../../../shared/schema/values';
import { shippedPlaybook } from '../../support/shipped-playbook';

const sha256 = Sha256.parse('ab'.repeat(32));
const bytes = new Uint8Array([1, 2, 3]);

/** A main process whose key store is there, is not, or cannot be asked the first time. */
function mainWith(durable: readonly (boolean | null)[]) {
  const calls: string[] = [];
  const answers = [...durable];
  const bridge = createBridge({
    async invoke(channel) {
      calls.push(channel);
      if (channel === 'files.seal') return { ok: true, value: { keyId: 'key-1', bytes } };
      if (channel === 'files.lost-keys') return { ok: true, value: ['key-2'] };
      const next = answers.shift();
      if (channel === 'app.secrets' && typeof next === 'boolean')
        return { ok: true, value: { durable: next } };
      throw new Error('no answer');
    },
    on: () => () => undefined,
  });
  return { calls, seal: bridgedSeal(bridge, shippedPlaybook()) };
}

describe('G9 the seal behind the bridge', () => {
  it('G9 sends no bytes to a main process without a key store, and asks it once', async () => {
    const { calls, seal } = mainWith([false]);
    expect(await seal.seal({ sha256, bytes })).toBeNull();
    expect(await seal.seal({ sha256, bytes })).toBeNull();
    expect(await seal.open(sha256, { keyId: 'key-1', bytes })).toBeNull();
    expect(await seal.canSeal()).toBe(false);
    expect(calls).toEqual(['app.secrets']);
  });

  it('G9 asks once where there is one, however many files come at a time', async () => {
    const { calls, seal } = mainWith([true]);
    const sealed = await Promise.all([1, 2].map(() => seal.seal({ sha256, bytes })));
    expect(sealed.map((one) => one?.keyId)).toEqual(['key-1', 'key-1']);
    expect(calls).toEqual(['app.secrets', 'files.seal', 'files.seal']);
  });

  it('POP-8 asks again after a question that was not answered', async () => {
    const { seal } = mainWith([null, true]);
    expect(await seal.seal({ sha256, bytes })).toBeNull();
    expect(await seal.seal({ sha256, bytes })).toMatchObject({ keyId: 'key-1' });
  });

  it('G2 takes no key for lost that main does not call so', async () => {
    const { calls, seal } = mainWith([]);
    expect(await seal.lostKeys(['key-1', 'key-2'])).toEqual(['key-2']);
    expect(calls).toEqual(['files.lost-keys']);
    const silent = createBridge({
      invoke: async () => {
        throw new Error('no answer');
      },
      on: () => () => undefined,
    });
    expect(await bridgedSeal(silent, shippedPlaybook()).lostKeys(['key-1'])).toEqual([]);
  });
});
