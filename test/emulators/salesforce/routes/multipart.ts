import { ApiError, badJson } from '../errors';
import type { RestContext } from './env';

async function partText(part: FormDataEntryValue): Promise<string> {
  return typeof part === 'string' ? part : part.text();
}

/**
 * Reads a record with bytes: a JSON part whose name begins with `entity` and a binary part named after the
 * base64 field. Both parts are needed; the bytes come back as base64 under the field's name.
 */
export async function readMultipartRecord(c: RestContext): Promise<Record<string, unknown>> {
  let form: FormData;
  try {
    form = await c.req.raw.formData();
  } catch {
    throw new ApiError(400, 'INVALID_MULTIPART_REQUEST', 'The multipart body could not be read');
  }
  const parts = [...form.entries()];
  const entity = parts.find(([name]) => name.startsWith('entity'));
  if (!entity) {
    throw new ApiError(400, 'INVALID_MULTIPART_REQUEST', 'The part with the fields of the record is missing');
  }
  let record: unknown;
  try {
    record = JSON.parse(await partText(entity[1]));
  } catch {
    throw badJson('The entity part is not JSON');
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    throw badJson('The entity part is not a record');
  const binary = parts.find((part) => part !== entity);
  if (!binary || typeof binary[1] === 'string') {
    throw new ApiError(
      400,
      'INVALID_MULTIPART_REQUEST',
      'The binary part needs the name of its field and a filename',
    );
  }
  const bytes = Buffer.from(await binary[1].arrayBuffer());
  return { ...(record as Record<string, unknown>), [binary[0]]: bytes.toString('base64') };
}
