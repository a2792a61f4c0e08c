import type { Upload } from '../model/types';
import type { World } from '../model/world';
import { userBasicById } from './user';

const EMBEDDED = /\.(png|jpe?g|gif|bmp|tiff|ico|webp|svg|mp4|m4v|mov|webm|ogv|mp3|oga|ogg|spx|wav)$/i;

/** A file name as the server stores it: the last part, every other character than word ones, dot, plus and dash made `_`. */
export function sanitizeFilename(name: string): string {
  const base = name.replace(/\\/g, '/').split('/').at(-1) ?? '';
  const clean = base.replace(/[^\p{L}\p{M}\p{N}\p{Pc}.+-]/gu, '_');
  return clean === '' || /^\.+$/.test(clean) ? `_${clean}` : clean;
}

/** Where an upload lies below its project. */
export function uploadPath(upload: Upload): string {
  return `/uploads/${upload.secret}/${upload.filename}`;
}

/** The Markdown that shows or links an upload; pictures, films and sounds are embedded with `!`. */
export function uploadMarkdown(upload: Upload): string {
  const embedded = EMBEDDED.test(upload.filename);
  const alt = embedded ? upload.filename.replace(/\.[^.]+$/, '') : upload.filename;
  return `${embedded ? '!' : ''}[${alt}](${uploadPath(upload)})`;
}

/** The answer to an upload. */
export function uploadCreated(upload: Upload): Record<string, unknown> {
  return {
    id: upload.id,
    alt: EMBEDDED.test(upload.filename) ? upload.filename.replace(/\.[^.]+$/, '') : upload.filename,
    url: uploadPath(upload),
    full_path: `/-/project/${upload.projectId}${uploadPath(upload)}`,
    markdown: uploadMarkdown(upload),
  };
}

/** A row of the maintainers' list of uploads. */
export function uploadRow(world: World, upload: Upload, origin: string): Record<string, unknown> {
  return {
    id: upload.id,
    size: upload.bytes.length,
    filename: upload.filename,
    created_at: upload.createdAt,
    uploaded_by: userBasicById(world, origin, upload.uploadedById),
  };
}
