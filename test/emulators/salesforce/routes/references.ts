import { err, ok, type Result } from '../../../../shared/lib/result';

const REFERENCE = /@\{([^}]+)\}/g;
const WHOLE_REFERENCE = /^@\{([^}]+)\}$/;

/** The value that `ref.records[0].Id` names among earlier answers; undefined when there is none. */
function valueAt(expression: string, results: ReadonlyMap<string, unknown>): unknown {
  const [referenceId = '', ...path] = expression.split(/[.[\]]+/).filter((part) => part !== '');
  let value: unknown = results.get(referenceId);
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

class Unresolved extends Error {}

function lookUp(expression: string, results: ReadonlyMap<string, unknown>): unknown {
  const value = valueAt(expression, results);
  if (value !== undefined) return value;
  const [referenceId = ''] = expression.split(/[.[]/);
  throw new Unresolved(
    results.has(referenceId)
      ? `Invalid reference specified. No value for ${expression} found in ${referenceId}.`
      : `Invalid reference specified. No reference found for ${referenceId}.`,
  );
}

function replace(value: unknown, results: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') {
    const whole = WHOLE_REFERENCE.exec(value)?.[1];
    if (whole !== undefined) return lookUp(whole, results);
    return value.replace(REFERENCE, (_match, expression: string) => String(lookUp(expression, results)));
  }
  if (Array.isArray(value)) return value.map((item: unknown) => replace(item, results));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, results)]));
}

/** Puts the answers of earlier subrequests where `@{reference.path}` asks for them; the error says which is missing. */
export function resolveReferences(
  request: { readonly url: string; readonly body: unknown },
  results: ReadonlyMap<string, unknown>,
): Result<{ url: string; body: unknown }, string> {
  try {
    return ok({ url: String(replace(request.url, results)), body: replace(request.body, results) });
  } catch (error) {
    if (error instanceof Unresolved) return err(error.message);
    throw error;
  }
}
