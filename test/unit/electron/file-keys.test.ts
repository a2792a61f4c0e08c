import { describe, expect, it } from 'vitest';
import { fileHandlers } from '../../../electron/ipc/handlers/files';
import { openFileKeys } from '../../../electron/platform/file-keys';
import type { SecretStore } from '../../../electron/remotes/common/ports';
import { Sha256 } from '../../../shared/schema/values';

const name = Sha256.parse('ab'.repeat(32));
const bytes = new TextEncoder().encode('Ada;Lovelace;ada@example.com');

function secretStore(durable = true): SecretStore & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    durable,
    values,
    load: async (key) => values.get(key) ?? null,
    save: async (key, value) => void values.set(key, value),
    remove: async (key) => void values.delete(key),
  };
}

async function sealedBy(secrets: SecretStore) {
  const sealed = await openFileKeys(secrets).seal(name, bytes);
  if (sealed === null) throw new Error('not sealed');
  return sealed;
}

describe('POP-8 the keys of documents', () => {
  it('POP-8 seal what only they open, also after another start', async () => {
    const secrets = secretStore();
    const sealed = await sealedBy(secrets);
    expect(Buffer.from(sealed.bytes).includes('Lovelace')).toBe(false);
    expect(await openFileKeys(secrets).open(name, sealed)).toEqual(bytes);
    expect(await sealedBy(secrets)).toMatchObject({ keyId: sealed.keyId });
  });

  it('POP-8 make one key when many files are sealed at once', async () => {
    const secrets = secretStore();
    const keys = openFileKeys(secrets);
    const sealed = await Promise.all([1, 2, 3].map(() => keys.seal(name, bytes)));
    expect(new Set(sealed.map((one) => one?.keyId)).size).toBe(1);
  });

  it('G11 seal nothing without a real key store, whose key would end with the app', async () => {
    expect(await openFileKeys(secretStore(false)).seal(name, bytes)).toBeNull();
  });

  it('G7 open nothing that was changed, put under another name, or sealed with a key that is gone', async () => {
    const secrets = secretStore();
    const sealed = await sealedBy(secrets);
    const changed = sealed.bytes.slice();
    changed[20] = (changed[20] ?? 0) ^ 1;
    const keys = openFileKeys(secrets);
    expect(await keys.open(name, { ...sealed, bytes: changed })).toBeNull();
    expect(await keys.open('cd'.repeat(32), sealed)).toBeNull();
    expect(await openFileKeys(secretStore()).open(name, sealed)).toBeNull();
  });

  it('G2 keep a key that could not be read for a while, and go on with another', async () => {
    const secrets = secretStore();
    const sealed = await sealedBy(secrets);
    const shut: SecretStore = { ...secrets, load: async () => null };
    const later = await sealedBy(shut);
    expect(later.keyId).not.toBe(sealed.keyId);
    const open = openFileKeys(secrets);
    expect(await open.open(name, sealed)).toEqual(bytes);
    expect(await open.open(name, later)).toEqual(bytes);
  });

  it('G2 name those that are gone, and none where no key store can tell', async () => {
    const secrets = secretStore();
    const { keyId } = await sealedBy(secrets);
    const handlers = fileHandlers(openFileKeys(secrets));
    expect(await handlers['files.lost-keys']({ keyIds: [keyId, 'gone'] })).toEqual({
      ok: true,
      value: ['gone'],
    });
    expect(await openFileKeys(secretStore(false)).lost([keyId, 'gone'])).toEqual([]);
  });

  it('G11 never tell a page the key', async () => {
    const secrets = secretStore();
    const handlers = fileHandlers(openFileKeys(secrets));
    const answer = await handlers['files.seal']({ sha256: name, bytes });
    if (!answer.ok || answer.value === null) throw new Error('not sealed');
    expect(await handlers['files.open']({ sha256: name, ...answer.value })).toEqual({
      ok: true,
      value: bytes,
    });
    const key = Buffer.from(secrets.values.get(`files-key:${answer.value.keyId}`) ?? '', 'base64');
    expect(key).toHaveLength(32);
    expect(Buffer.from(answer.value.bytes).includes(key)).toBe(false);
    expect(Object.keys(answer.value).sort()).toEqual(['bytes', 'keyId']);
  });
});
