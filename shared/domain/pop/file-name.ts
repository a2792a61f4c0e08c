/** Characters that would hide the true name or lead out of a folder: control and direction marks, path separators. */
const UNSAFE = /[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]/g;

/** A file name that is safe to show, save and upload; the extension stays, an empty name becomes `document`. */
export function safeFileName(name: string): string {
  const clean = name.replace(UNSAFE, '_').replace(/^\.+/, '').trim();
  if (clean === '') return 'document';
  if (clean.length <= 200) return clean;
  const dot = clean.lastIndexOf('.');
  const extension = dot > 0 && clean.length - dot <= 12 ? clean.slice(dot) : '';
  return clean.slice(0, 200 - extension.length) + extension;
}
