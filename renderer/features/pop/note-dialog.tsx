import { useState } from 'react';
import { FormDialog } from '../../ui/dialog';
import { say } from '../../ui/say';
import { TextArea } from '../../ui/text-field';
import { useWayOut } from '../../widgets/navigation';

type NoteDialogProps = {
  readonly title: string;
  readonly label: string;
  readonly help: string;
  readonly submitLabel: string;
  /** What is written there to begin with. */
  readonly start: string;
  readonly onClose: () => void;
  /** The answer is null, or why it was not done. */
  readonly onSubmit: (note: string) => Promise<string | null>;
};

/** Asks for the note that the partner is told (POP-6). */
export function NoteDialog({ title, label, help, submitLabel, start, onClose, onSubmit }: NoteDialogProps) {
  const [note, setNote] = useState(start);
  const wayOut = useWayOut(note !== start, onClose);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  async function submit(): Promise<void> {
    setBusy(true);
    const refused = await onSubmit(note);
    setBusy(false);
    setProblem(refused);
    if (refused === null) onClose();
    // What stands at a field is read by itself only when the focus comes to the field.
    else say(refused);
  }
  return (
    <FormDialog
      title={title}
      isOpen
      onClose={wayOut}
      submitLabel={submitLabel}
      isSubmitting={isBusy}
      onSubmit={() => void submit()}
    >
      <TextArea
        label={label}
        help={help}
        error={problem}
        rows={6}
        autoFocus
        value={note}
        onChange={setNote}
      />
    </FormDialog>
  );
}
