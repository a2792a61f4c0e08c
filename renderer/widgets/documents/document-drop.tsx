import type { StoredDocument } from '../../../shared/schema/document';
import type { FundRequestId } from '../../../shared/schema/ids';
import { FileDrop } from '../../ui/file-drop';
import { AttachNotes } from './attach-notes';
import { useAttach } from './use-attach';

type DocumentDropProps = {
  readonly requestId: FundRequestId;
  /** Proof of the checklist that the files serve; null leaves them unassigned (an e-invoice files itself). */
  readonly proof?: string | null;
  readonly title?: string;
  readonly shape?: 'box' | 'line';
  /** Also takes files pasted anywhere while it is shown. */
  readonly takesPaste?: boolean;
  readonly onAdded?: (documents: readonly StoredDocument[]) => void;
};

/** Takes documents for a request by drag and drop, paste or picker, and says what became of each (POP-6). */
export function DocumentDrop({ requestId, proof, title, shape, takesPaste, onAdded }: DocumentDropProps) {
  const attach = useAttach(requestId);
  return (
    <>
      <FileDrop
        title={title ?? 'Drop invoices, photos and lists here'}
        help="PDF, images, CSV or any other file; kept unaltered and shown offline."
        shape={shape ?? 'line'}
        takesPaste={takesPaste ?? false}
        isBusy={attach.isReading}
        onFiles={(files) => {
          void attach.attach(files, proof ?? null).then((added) => {
            if (added.length > 0) onAdded?.(added);
          });
        }}
      />
      <AttachNotes attach={attach} />
    </>
  );
}
