/** Name of the database of real work; the demo has another. */
export const realWorkspace = 'channel-desk';
