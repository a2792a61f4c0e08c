import { showToast } from '../../ui/toast-store';

/** The file that is taken of those that were dropped or pasted, and word that the others were not; undefined where there is none. */
export function oneOf(files: readonly File[]): File | undefined {
  const [file] = files;
  if (file !== undefined && files.length > 1)
    showToast(`Only ${file.name} was taken. Drop one file at a time.`);
  return file;
}
