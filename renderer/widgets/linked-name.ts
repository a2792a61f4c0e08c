type Linked = { readonly salesforce: { readonly id: string } | null };

/** The name of the record that Salesforce knows by an id, as values from there name it; the id itself where none here has it. */
export function linkedName<T extends Linked>(
  records: readonly T[],
  id: string,
  name: (record: T) => string,
): string {
  const found = records.find(({ salesforce }) => salesforce?.id === id);
  return found === undefined ? id : name(found);
}
