import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { levelDbText } from './leveldb-text';

/** A secret in words, or a key. */
export type Secret = string | Buffer;

/** Enough of a base64 text to know it by, without the ends that depend on what stands beside it. */
function inner(text: string): string {
  return text.slice(4, -6);
}

/** The ways in which a secret may lie in a file: UTF-8, UTF-16 in both orders, hexadecimal, and base64 at each of three offsets. */
export function formsOf(secret: Secret): Buffer[] {
  if (typeof secret !== 'string') {
    const words = [secret.toString('hex'), secret.toString('base64'), secret.toString('base64url')];
    return [secret, ...words.flatMap(formsOf)];
  }
  const bytes = Buffer.from(secret, 'utf8');
  const little = Buffer.from(secret, 'utf16le');
  const base64 = [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    return [inner(shifted.toString('base64')), inner(shifted.toString('base64url'))];
  });
  return [
    bytes,
    little,
    Buffer.from(little).swap16(),
    Buffer.from(encodeURIComponent(secret)),
    Buffer.from(bytes.toString('hex')),
    Buffer.from(inner(little.toString('base64'))),
    ...base64.map((text) => Buffer.from(text)),
  ];
}

/** Every place at which one of the secrets is found in clear, by file and by the secret's first letters. */
export function findSecrets(texts: ReadonlyMap<string, Buffer>, secrets: Iterable<Secret>): string[] {
  const forms = [...secrets].map((secret) => ({
    name: `${(typeof secret === 'string' ? secret : secret.toString('hex')).slice(0, 8)}…`,
    forms: formsOf(secret),
  }));
  return [...texts].flatMap(([place, content]) =>
    forms
      .filter((secret) => secret.forms.some((form) => content.includes(form)))
      .map(({ name }) => `${name} in ${place}`),
  );
}

/** Every file below a folder with its bytes; those of databases also as what they hold. */
export function filesBelow(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    files.flatMap((file): [string, Buffer][] => {
      const [name, bytes] = [file.slice(folder.length + 1), readFileSync(file)];
      const held = levelDbText(name, bytes);
      return held === null
        ? [[name, bytes]]
        : [
            [name, bytes],
            [`${name}, unpressed`, held],
          ];
    }),
  );
}
