import { type RefObject, useEffect, useRef } from 'react';
import type { StoredDocument } from '../../../shared/schema/document';
import { useParam } from '../../widgets/navigation';
import { useKept } from './use-kept';

type Places = {
  /** The pane that shows a document. */
  readonly pane: RefObject<HTMLElement | null>;
  /** What lists the documents, a line with `data-file` for each. */
  readonly side: RefObject<HTMLElement | null>;
};

/** Which of a claim's documents is shown; where none was chosen, the one that was the first. */
export type ShownDocument = {
  readonly open: StoredDocument | undefined;
  /** Its place among them, from 0. */
  readonly at: number;
  readonly choose: (id: string) => void;
  /** Goes on to the next one or back to the one before, and takes the keyboard along where it was in the document. */
  readonly turn: (step: 1 | -1) => void;
  /** Shows one that has just been added, unless the person has turned to another one since `before` was shown. */
  readonly showNew: (id: string, before: string | null) => void;
  /** The one that was chosen, as it is now. */
  readonly chosen: () => string | null;
};

/** Keeps in the address which document is shown, so that it is there again after a look elsewhere. */
export function useShownDocument(
  documents: readonly StoredDocument[],
  { pane, side }: Places,
): ShownDocument {
  const [documentId, setDocumentId] = useParam('document');
  const chosenId = useRef(documentId);
  useEffect(() => {
    chosenId.current = documentId;
  }, [documentId]);
  const [kept, keep] = useKept(documentId ?? '');
  const placeOf = (one: string | null) => documents.findIndex(({ id }) => id === one);
  const at = [placeOf(documentId), placeOf(kept)].find((place) => place >= 0) ?? 0;
  const open = documents[at];
  const openId = open?.id ?? null;
  keep(openId);
  const takesFocus = useRef(false);
  // The pane of the document before has gone with what was focused in it; the line of the new one is the place that stays.
  useEffect(() => {
    if (!takesFocus.current) return;
    takesFocus.current = false;
    side.current?.querySelector<HTMLElement>(`[data-file="${openId}"]`)?.focus();
  }, [openId, side]);

  function turn(step: 1 | -1): void {
    const next = documents[at + step];
    if (next === undefined) return;
    const focused = document.activeElement;
    takesFocus.current =
      focused === document.body ||
      focused?.id === 'content' ||
      focused?.closest('[data-file]') != null ||
      pane.current?.contains(focused) === true;
    setDocumentId(next.id);
  }

  return {
    open,
    at,
    choose: setDocumentId,
    turn,
    showNew(id, before) {
      if (chosenId.current === before) setDocumentId(id);
    },
    chosen: () => chosenId.current,
  };
}
