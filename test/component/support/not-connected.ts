const blank = {
  origin: null,
  user: null,
  note: null,
  apiUsed: null,
  apiMax: null,
  apiReserve: null,
} as const;

/** What the main process answers of its connections before there is any: Salesforce, then GitLab. */
export const notConnected = [
  { remote: 'salesforce', state: 'not-set-up', ...blank },
  { remote: 'gitlab', state: 'not-set-up', ...blank },
] as const;
