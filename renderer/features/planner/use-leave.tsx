import { type ReactNode, useCallback, useRef, useState } from 'react';
import { ConfirmDialog } from '../../ui/dialog';

type Leave = {
  /** Does something that closes the form, after asking when that would lose what was typed. */
  readonly leave: (then: () => void) => void;
  readonly onDirty: (isDirty: boolean) => void;
  /** The question; to be shown somewhere on the screen. */
  readonly question: ReactNode;
};

/** Guards what is typed in a form beside the timeline. */
export function useLeave(): Leave {
  const isDirty = useRef(false);
  const [next, setNext] = useState<{ readonly run: () => void } | null>(null);
  const onDirty = useCallback((dirty: boolean) => {
    isDirty.current = dirty;
  }, []);
  const leave = useCallback((then: () => void) => {
    if (isDirty.current) setNext({ run: then });
    else then();
  }, []);
  return {
    leave,
    onDirty,
    question: (
      <ConfirmDialog
        title="Discard what you typed?"
        isOpen={next !== null}
        onClose={() => setNext(null)}
        confirmLabel="Discard"
        isDangerous
        onConfirm={() => next?.run()}
      >
        What you changed here has not been saved.
      </ConfirmDialog>
    ),
  };
}
