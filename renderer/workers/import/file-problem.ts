/** Why a file could not be read at all; nothing of it was taken. */
export type FileProblem = { readonly message: string; readonly fix: string };

/** Largest file taken; an export of 100,000 rows is about a third of it. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Why a file is not taken, by its length alone, so that a huge one is never read; null when it is. */
export function refuseImportFile(file: { readonly name: string; readonly size: number }): FileProblem | null {
  if (file.size === 0) return { message: `“${file.name}” is empty.`, fix: 'Export it again.' };
  if (file.size <= MAX_BYTES) return null;
  return {
    message: `“${file.name}” is larger than 64 MB.`,
    fix: 'Export fewer rows at a time; nothing was read.',
  };
}
