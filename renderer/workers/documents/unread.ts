/** Said of a file on which the reader of documents failed without anybody having foreseen it. */
export const unread = {
  message: 'The reader of documents stopped working on this file.',
  fix: 'The file itself is kept as it is. Try again, or look at it in another program.',
} as const;
