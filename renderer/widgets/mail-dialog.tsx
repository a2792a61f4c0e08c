import { useRef, useState } from 'react';
import type { MailDraft } from '../../shared/domain/mdf/decline-mail';
import { isMailAddress } from '../../shared/lib/mail-address';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { showFirstMistake } from '../ui/first-mistake';
import { Notice } from '../ui/states';
import { TextArea, TextField } from '../ui/text-field';
import { useProblem } from '../ui/use-problem';
import { useDesk } from './desk-context';
import styles from './mail-dialog.module.css';
import { useWayOut } from './navigation';
import { useOwnFormats } from './own-formats';

type MailDialogProps = {
  /** What the message is: `Tell the partner`. */
  readonly title: string;
  readonly draft: MailDraft;
  /** Why it may not be drafted any more, asked before her mail program gets it; null for nothing. */
  readonly refusal?: () => Promise<string | null>;
  /** Tells that her mail program has got it. */
  readonly onDrafted?: () => void;
  readonly onClose: () => void;
};

/** A drafted message to read and change before the person's mail program gets it; sending stays hers (MDF-5). */
export function MailDialog({ title, draft, refusal, onDrafted, onClose }: MailDialogProps) {
  const { bridge } = useDesk();
  const own = useOwnFormats();
  const [to, setTo] = useState(draft.to.join(', '));
  const [cc, setCc] = useState(draft.cc.join(', '));
  const [subject, setSubject] = useState(() => own(draft.subject));
  const [body, setBody] = useState(() => own(draft.body));
  const isChanged =
    body !== own(draft.body) ||
    subject !== own(draft.subject) ||
    to !== draft.to.join(', ') ||
    cc !== draft.cc.join(', ');
  const wayOut = useWayOut(isChanged, onClose);
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useProblem();
  const wrong = { to: addressProblem(to), cc: addressProblem(cc) };

  // A mail program takes its time; a second press meanwhile would make a second draft.
  const isOpening = useRef(false);
  const parts = useRef<HTMLDivElement>(null);
  async function open(): Promise<void> {
    setTried(true);
    if (wrong.to !== null || wrong.cc !== null) showFirstMistake(parts.current);
    if (isOpening.current || wrong.to !== null || wrong.cc !== null) return;
    isOpening.current = true;
    try {
      await hand();
    } finally {
      isOpening.current = false;
    }
  }

  async function hand(): Promise<void> {
    const refused = (await refusal?.()) ?? null;
    if (refused !== null) {
      setProblem(refused);
      return;
    }
    const answer = await bridge.call('mail.draft', { to: addresses(to), cc: addresses(cc), subject, body });
    if (answer.ok) {
      onDrafted?.();
      onClose();
    } else setProblem(`${answer.error.message} ${answer.error.fix}`);
  }

  return (
    <Dialog
      title={title}
      isOpen
      onClose={wayOut}
      footer={
        <>
          <Button size="large" onPress={wayOut}>
            Not now
          </Button>
          <Button size="large" variant="primary" onPress={() => void open()}>
            Open in mail program
          </Button>
        </>
      }
    >
      <div ref={parts} className={styles.parts}>
        <TextField
          label="To"
          value={to}
          onChange={setTo}
          error={isTried ? wrong.to : null}
          {...helpFor(to, draft.missing.to)}
        />
        <TextField
          label="Copy"
          value={cc}
          onChange={setCc}
          error={isTried ? wrong.cc : null}
          {...helpFor(cc, draft.missing.cc)}
        />
        <TextField label="Subject" value={subject} onChange={setSubject} />
        <TextArea label="Message" rows={14} value={body} onChange={setBody} />
        {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      </div>
    </Dialog>
  );
}

/** Why a field is empty, until something stands in it. */
function helpFor(text: string, missing: string | null): { readonly help?: string } {
  return missing === null || text.trim() !== ''
    ? {}
    : { help: `${missing} Type it here or in your mail program.` };
}

function addresses(text: string): string[] {
  return text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Which of the addresses is none; an empty field is filled in the mail program. */
function addressProblem(text: string): string | null {
  const wrong = addresses(text).find((part) => !isMailAddress(part));
  return wrong === undefined
    ? null
    : `“${wrong}” is not an e-mail address. Separate several addresses with commas.`;
}
