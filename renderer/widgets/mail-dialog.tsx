import { useState } from 'react';
import type { MailDraft } from '../../shared/domain/mdf/decline-mail';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Facts } from '../ui/page-frame';
import { Notice } from '../ui/states';
import { TextArea, TextField } from '../ui/text-field';
import { useDesk } from './desk-context';
import styles from './mail-dialog.module.css';

type MailDialogProps = {
  /** What the message is: `Tell the partner`. */
  readonly title: string;
  readonly draft: MailDraft;
  readonly onClose: () => void;
};

/** A drafted message to read and change before the person's mail program gets it; sending stays hers (MDF-5). */
export function MailDialog({ title, draft, onClose }: MailDialogProps) {
  const { bridge } = useDesk();
  const [subject, setSubject] = useState(draft.subject);
  const [body, setBody] = useState(draft.body);
  const [problem, setProblem] = useState<string | null>(null);

  async function open(): Promise<void> {
    const answer = await bridge.call('mail.draft', {
      to: [...draft.to],
      cc: [...draft.cc],
      subject,
      body,
    });
    if (answer.ok) onClose();
    else setProblem(`${answer.error.message} ${answer.error.fix}`);
  }

  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button size="large" onPress={onClose}>
            Not now
          </Button>
          <Button size="large" variant="primary" onPress={() => void open()}>
            Open in mail program
          </Button>
        </>
      }
    >
      <div className={styles.parts}>
        {draft.missing.map((missing) => (
          <Notice key={missing} tone="waiting">
            {missing} Add it in your mail program.
          </Notice>
        ))}
        <Facts
          items={[
            ['To', draft.to.join(', ') || 'not known'],
            ['Copy', draft.cc.join(', ') || 'not known'],
          ]}
        />
        <TextField label="Subject" value={subject} onChange={setSubject} />
        <TextArea label="Message" rows={12} value={body} onChange={setBody} />
        {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      </div>
    </Dialog>
  );
}
