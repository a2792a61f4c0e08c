import { parseMultipart } from '../../shared-http/multipart';
import { ApiError, badJson } from '../errors';
import type { RestContext } from './env';

function invalid(why: string): ApiError {
  return new ApiError(400, 'INVALID_MULTIPART_REQUEST', why);
}

/**
 * Reads a record with bytes: a JSON part whose name begins with `entity` and a binary part named after the
 * base64 field. Both parts are needed; the bytes come back as base64 under the field's name.
 */
export async function readMultipartRecord(c: RestContext): Promise<Record<string, unknown>> {
  const body = parseMultipart(new Uint8Array(await c.req.arrayBuffer()), c.req.header('content-type') ?? '');
  if (body.kind === 'unreadable') throw invalid(`The multipart body could not be read: ${body.why}`);
  const entity = body.parts.find(({ name }) => name.startsWith('entity'));
  if (!entity) throw invalid('The part with the fields of the record is missing');
  let record: unknown;
  try {
    record = JSON.parse(Buffer.from(entity.bytes).toString('utf8'));
  } catch {
    throw badJson('The entity part is not JSON');
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    throw badJson('The entity part is not a record');
  const binary = body.parts.find((part) => part !== entity);
  if (!binary || binary.filename === null)
    throw invalid('The binary part needs the name of its field and a filename');
  return {
    ...(record as Record<string, unknown>),
    [binary.name]: Buffer.from(binary.bytes).toString('base64'),
  };
}
