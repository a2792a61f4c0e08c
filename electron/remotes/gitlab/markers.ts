import { createHash } from 'node:crypto';
import { addLinks, missingLines } from '../../../shared/domain/mdf/add-links';
import type { ListedLinks } from '../../../shared/domain/mdf/epic';

const BEGIN = '<!-- channel-desk:begin -->';
const END = '<!-- channel-desk:end -->';
const FENCED = /<!-- channel-desk:begin -->\n?([\s\S]*?)\n?<!-- channel-desk:end -->/;
const MARKER = /<!-- channel-desk:([^\s>]{8,}) -->/;
const TWIN = /<!-- channel-desk-twin:([^\s>]{8,}) of (\d+) (\d+) -->/;
const TEXT = /\n*<!-- channel-desk-text:([0-9a-f]{12}) -->/;
const TITLE = /<!-- channel-desk-title:([0-9a-f]{12}) -->/;

/** The hidden line by which this app finds what it made (G3). */
export function markerLine(marker: string): string {
  return `<!-- channel-desk:${marker} -->`;
}

/** The marker in a description or note; null for what this app did not make. */
export function markerOf(text: string): string | null {
  return MARKER.exec(text)?.[1] ?? null;
}

/** Every marker, also a former one, that stands anywhere in a row which cannot be understood. */
export function markersIn(raw: unknown): string[] {
  const text = JSON.stringify(raw) ?? '';
  const found = [MARKER, TWIN].flatMap((line) => [...text.matchAll(new RegExp(line, 'g'))]);
  return found.flatMap(([, marker]) => marker ?? []);
}

function unix(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/**
 * Text from elsewhere made harmless: a line that starts with a slash would be carried out by GitLab as a command,
 * and our own hidden lines must not come in from outside.
 */
export function guard(text: string): string {
  return unix(text)
    .replace(/<!-- channel-desk/g, '<!-- channel desk')
    .replace(/^([ \t]*)\/(?=[a-z_])/gim, '$1\\/')
    .trim();
}

function unguard(text: string): string {
  return text.replace(/^([ \t]*)\\\/(?=[a-z_])/gim, '$1/');
}

function block(body: string): string {
  return `${BEGIN}\n${guard(body)}\n${END}`;
}

function digest(title: string): string {
  return createHash('sha256').update(title.trim()).digest('hex').slice(0, 12);
}

function titleLine(title: string): string {
  return `<!-- channel-desk-title:${digest(title)} -->`;
}

/** A new description: the template's text, then our part between fences, then the marker and what the title was. */
export function compose(template: string | null, body: string, marker: string, title: string): string {
  const head = template === null || template.trim() === '' ? [] : [unix(template).trimEnd()];
  return [...head, block(body), `${markerLine(marker)}\n${titleLine(title)}`].join('\n\n');
}

/** Whether an item still has the title that this app gave it; a copy that people made under a title of their own has not. */
export function isTitledByUs(description: string, title: string): boolean {
  return TITLE.exec(description)?.[1] === digest(title);
}

/** Notes a title that this app is about to give; a description without such a note stays as it is. */
export function noteTitle(description: string, title: string): string {
  return description.replace(TITLE, titleLine(title));
}

/** Our part of a description as it was given; null when there is none. */
export function fencedPart(description: string): string | null {
  const inner = FENCED.exec(unix(description))?.[1];
  return inner === undefined ? null : unguard(inner.trim());
}

/** Puts our part in place of the former one, or before the marker when people took the fences out. */
export function replaceFenced(description: string, body: string): string {
  const text = unix(description);
  // A function as the replacement, so that `$&` in a body stays what it is.
  if (FENCED.test(text)) return text.replace(FENCED, () => block(body));
  const plain = text.replaceAll(BEGIN, '').replaceAll(END, '');
  const at = plain.search(MARKER);
  const [head, tail] = at < 0 ? [plain, ''] : [plain.slice(0, at), plain.slice(at)];
  return [head.trimEnd(), block(body), tail].filter((part) => part !== '').join('\n\n');
}

/** Adds links to our part, and leaves what people wrote in it and around it; what a description links to anywhere is not added. */
export function addFencedLinks(description: string, links: ListedLinks): string {
  const text = unix(description);
  const guarded = links.lines.map((line) => ({ text: guard(line.text), url: line.url }));
  const lines = missingLines(text, { ...links, lines: guarded });
  if (lines.length === 0) return description;
  const list = { ...links, lines };
  if (!FENCED.test(text)) return replaceFenced(text, addLinks('', list));
  return text.replace(FENCED, (_, inner: string) => `${BEGIN}\n${addLinks(inner, list)}\n${END}`);
}

/** The hidden line of an item that came into being twice: the marker it had, and the item that counts. */
export type TwinLine = { readonly marker: string; readonly id: number; readonly iid: number };

/** Turns the marker into a note that this item is a twin, so that nothing takes it for the real one again. */
export function markAsTwin(
  description: string,
  marker: string,
  kept: { readonly id: number; readonly iid: number },
): string {
  const line = `<!-- channel-desk-twin:${marker} of ${kept.id} ${kept.iid} -->`;
  return description.replaceAll(markerLine(marker), line);
}

/** The twin's line in a description; null for what is none. */
export function twinLineOf(text: string): TwinLine | null {
  const [, marker, id, iid] = TWIN.exec(text) ?? [];
  return marker === undefined ? null : { marker, id: Number(id), iid: Number(iid) };
}

/** A note without what differs between twins: where each one's own upload is, its number, and what its text was. */
export function plainNote(body: string): string {
  return unix(body)
    .replace(/<!-- channel-desk-upload:\d+ -->/g, '')
    .replace(/\/uploads\/[0-9a-f]{32}\//g, '/uploads/')
    .replace(TEXT, '')
    .trim();
}

/** A note's text with its marker and what the text is. */
export function noteWithMarker(text: string, attachment: string | null, marker: string): string {
  const body = [guard(text), ...(attachment === null ? [] : [attachment]), markerLine(marker)].join('\n\n');
  return `${body}\n<!-- channel-desk-text:${digest(plainNote(body))} -->`;
}

/** Whether a note still reads as this app wrote it; one that a person wrote around our line does not. */
export function isAsWritten(body: string): boolean {
  return TEXT.exec(body)?.[1] === digest(plainNote(body));
}
