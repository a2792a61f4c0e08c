const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** A suggested name as one that every system takes: no folders, no control or reading-direction marks, not empty. */
export function safeFileName(suggested: string): string {
  const cleaned = suggested
    .normalize('NFC')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\\/:*?"<>|]/g, '-')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  if (cleaned === '') return 'document';
  return reserved.test(cleaned) ? `_${cleaned}` : cleaned;
}

/** The name with a number before its extension, `report (2).pdf`. */
export function numberedName(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`;
}

/** An instant as a part of a file's name that every system takes, in the order of time. */
export function fileStamp(instant: string): string {
  return instant.replaceAll(/[:.]/g, '-');
}
