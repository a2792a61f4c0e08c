/** A text as a SOQL string literal, with what would end it escaped. */
export function quote(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/'/g, "\\'")
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t');
  return `'${escaped}'`;
}

/** The condition that a field has one of the values. */
export function among(field: string, values: readonly string[]): string {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return `${field} = ${quote(only)}`;
  return `${field} IN (${values.map(quote).join(', ')})`;
}

/** The parts of a query; conditions are joined by AND. */
export type Soql = {
  readonly fields: readonly string[];
  readonly object: string;
  readonly where: readonly (string | null)[];
  readonly orderBy?: string;
  readonly limit?: number;
};

/** Puts a query together; every condition stands in its own brackets. */
export function soql(query: Soql): string {
  const conditions = query.where.filter((condition) => condition !== null && condition.trim() !== '');
  const fields = [...new Map(query.fields.map((field) => [field.toLowerCase(), field])).values()];
  return [
    `SELECT ${fields.join(', ')} FROM ${query.object}`,
    conditions.length === 0
      ? ''
      : ` WHERE ${conditions.map((condition) => (conditions.length === 1 ? condition : `(${condition})`)).join(' AND ')}`,
    query.orderBy === undefined ? '' : ` ORDER BY ${query.orderBy}`,
    query.limit === undefined ? '' : ` LIMIT ${query.limit}`,
  ].join('');
}
