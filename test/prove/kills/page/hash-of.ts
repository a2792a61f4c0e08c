import { Sha256 } from '../../../../shared/schema/values';

/** SHA-256 of bytes, by the browser. */
export async function hashOf(bytes: Uint8Array): Promise<Sha256> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  return Sha256.parse([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}
