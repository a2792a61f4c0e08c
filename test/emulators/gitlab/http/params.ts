import { parseMultipart } from '../../shared-http/multipart';
import { ApiError } from './api-error';

/** A file that came in a multipart body. */
export interface SentFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** What a parameter may be once query, form or JSON has been read; nothing is coerced yet. */
export type ParamValue =
  | string
  | number
  | boolean
  | null
  | SentFile
  | ParamValue[]
  | { [name: string]: ParamValue };
/** Parameters by name. */
export type Params = { [name: string]: ParamValue };

/** Whether a parameter is an uploaded file. */
export function isFile(value: ParamValue | undefined): value is SentFile {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array;
}

/** Whether a parameter is a hash, as `not[...]` makes one. */
export function isHash(value: ParamValue | undefined): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isFile(value);
}

function place(target: Params, keys: readonly string[], value: ParamValue): void {
  const [key = '', next, ...rest] = keys;
  if (next === undefined) {
    target[key] = value;
    return;
  }
  if (next === '') {
    const list = Array.isArray(target[key]) ? target[key] : [];
    list.push(value);
    target[key] = list;
    return;
  }
  const inner = target[key];
  const hash: Params = isHash(inner) ? inner : {};
  target[key] = hash;
  place(hash, [next, ...rest], value);
}

/** Adds one `name=value` as Rack reads names: `a[]` makes a list, `a[b]` a hash. */
export function placeNested(target: Params, name: string, value: ParamValue): void {
  const base = name.split('[', 1)[0] ?? '';
  const inner = [...name.slice(base.length).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
  place(target, [base, ...inner], value);
}

function readForm(target: Params, text: string): void {
  for (const [name, value] of new URLSearchParams(text)) placeNested(target, name, value);
}

function readJson(target: Params, text: string): void {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ApiError(400, { error: 'message body does not match declared format' });
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) Object.assign(target, body);
}

/**
 * All parameters of a request: query string, then the body, whatever its form. A GET may announce JSON and send
 * nothing; a DELETE may send `{}`; a body of a kind that is not understood is refused with 415.
 */
export async function readParams(request: Request): Promise<Params> {
  const params: Params = {};
  readForm(params, new URL(request.url).search);
  if (request.method === 'GET' || request.method === 'HEAD') return params;
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length === 0) return params;
  const type = request.headers.get('content-type') ?? 'application/x-www-form-urlencoded';
  const kind = (type.split(';')[0] ?? '').trim().toLowerCase();
  if (kind === 'multipart/form-data') {
    const body = parseMultipart(bytes, type);
    if (body.kind === 'unreadable') throw new ApiError(400, { error: body.why });
    for (const part of body.parts)
      placeNested(
        params,
        part.name,
        part.filename === null
          ? new TextDecoder().decode(part.bytes)
          : { filename: part.filename, contentType: part.contentType, bytes: part.bytes },
      );
    return params;
  }
  const text = new TextDecoder().decode(bytes);
  if (kind === 'application/json') readJson(params, text);
  else if (kind === 'application/x-www-form-urlencoded') readForm(params, text);
  else throw new ApiError(415, { error: `The provided content-type '${kind}' is not supported.` });
  return params;
}
