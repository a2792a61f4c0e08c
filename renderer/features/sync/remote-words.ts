/** The two systems of record by the names people use. */
export const remoteLabel = { salesforce: 'Salesforce', gitlab: 'GitLab' } as const;

/** `1 change`, `3 changes`. */
export function changes(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`;
}
