import { ApiError } from '../errors';
import type { FieldDef, ObjectDef } from '../metadata/types';
import type { RestContext, Runtime } from './env';

/** The fields that `?fields=` asks for, with the id; undefined for all of them. */
export function fieldsParam(
  runtime: Runtime,
  c: RestContext,
  def: ObjectDef,
): readonly FieldDef[] | undefined {
  const text = c.req.query('fields');
  if (text === undefined || text.trim() === '') return undefined;
  const names = text.split(',').map((name) => name.trim());
  const fields = names.map((name) => {
    const field = runtime.org.metadata.field(def, name);
    if (!field)
      throw new ApiError(
        400,
        'INVALID_FIELD',
        `No such column '${name}' on entity '${def.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
      );
    return field;
  });
  const id = runtime.org.metadata.field(def, 'Id');
  return id && !fields.includes(id) ? [...fields, id] : fields;
}
