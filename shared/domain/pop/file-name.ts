/**
 * Characters that would hide the true name or lead out of a folder: control and direction marks, those that take no
 * room, path separators.
 */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff/\\:*?"<>|]/g;
/** Names that Windows keeps for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** A file name that is safe to show, save and upload; the extension stays, an empty name becomes `document`. */
export function safeFileName(name: string): string {
  const clean = name
    .replace(UNSAFE, '_')
    .replace(/^\.+/, '')
    .trim()
    .replace(/[.\s]+$/, '');
  if (clean === '') return 'document';
  if (RESERVED.test(clean)) return `_${clean}`;
  if (clean.length <= 200) return clean;
  const dot = clean.lastIndexOf('.');
  const extension = dot > 0 && clean.length - dot <= 12 ? clean.slice(dot) : '';
  return clean.slice(0, 200 - extension.length) + extension;
}
