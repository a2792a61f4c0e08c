import { causeText } from '../../../shared/lib/cause';
import { useCallback, useState } from 'react';
import type { FundRequestId } from '../../../shared/schema/ids';
import type { StoredDocument } from '../../../shared/schema/document';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { err } from '../../../shared/lib/result';
import { attachDocuments, refuseFile } from '../../../shared/usecases/pop/attach-documents';
import { useDesk } from '../desk-context';
import { type FileNote, type ReadFile, readDropped } from './read-dropped';

/** How the last drop went. */
export type AttachState = {
  readonly isReading: boolean;
  /** How many of the files were read; null before the end. */
  readonly read: { readonly done: number; readonly of: number } | null;
  /** Files that were not taken. */
  readonly problems: readonly Pick<UseCaseProblem, 'message' | 'fix'>[];
  /** Files that were taken but need a word. */
  readonly notes: readonly FileNote[];
  /** Names of files whose very bytes were here before. */
  readonly alreadyHere: readonly string[];
};

/** Puts dropped, pasted or chosen files on a request; what could not be taken stays to be read until the next drop. */
export type Attach = AttachState & {
  readonly attach: (files: readonly File[], proof: string | null) => Promise<readonly StoredDocument[]>;
  readonly dismiss: () => void;
};

const quiet: AttachState = { isReading: false, read: null, problems: [], notes: [], alreadyHere: [] };

/** Gives a screen the way to put files on a request (POP-6). */
export function useAttach(requestId: FundRequestId): Attach {
  const desk = useDesk();
  const [state, setState] = useState<AttachState>(quiet);
  const attach = useCallback(
    async (files: readonly File[], proof: string | null) => {
      setState({ ...quiet, isReading: true });
      const added: StoredDocument[] = [];
      const problems: AttachState['problems'][number][] = [];
      const notes: FileNote[] = [];
      const alreadyHere: string[] = [];
      // One file at a time: a bad one does not keep the good ones out, and memory holds one.
      for (const file of files) {
        const read = await readOrProblem(file);
        if ('message' in read) {
          problems.push(read);
          continue;
        }
        const attached = await attachOrProblem(desk, { requestId, files: [read.file], proof });
        if (!attached.ok) {
          problems.push(attached.error);
          continue;
        }
        added.push(...attached.value.added);
        alreadyHere.push(...attached.value.alreadyHere);
        if (read.note !== null && attached.value.added.length > 0) notes.push(read.note);
      }
      const read = { done: files.length - problems.length, of: files.length };
      setState({ isReading: false, read, problems, notes, alreadyHere });
      return added;
    },
    [desk, requestId],
  );
  const dismiss = useCallback(() => setState(quiet), []);
  return { ...state, attach, dismiss };
}

/** Attaching reads the database too, which may have gone; the drop place must not wait for ever then. */
async function attachOrProblem(
  ...input: Parameters<typeof attachDocuments>
): ReturnType<typeof attachDocuments> {
  try {
    return await attachDocuments(...input);
  } catch (cause) {
    return err({
      code: 'storage',
      message: `The document could not be stored (${causeText(cause)}).`,
      fix: 'Close the app, open it again and drop the file once more.',
    });
  }
}

async function readOrProblem(file: File): Promise<ReadFile | Pick<UseCaseProblem, 'message' | 'fix'>> {
  const refusal = refuseFile(file);
  if (refusal !== null) return refusal;
  try {
    return await readDropped(file);
  } catch (cause) {
    return {
      message: `“${file.name}” could not be read (${causeText(cause)}).`,
      fix: 'If it is a folder, drop the files inside it; if it was moved or is open elsewhere, drop it again.',
    };
  }
}
