/** The two systems of record by the names people use. */
export const remoteLabel = { salesforce: 'Salesforce', gitlab: 'GitLab' } as const;
