import { FileInput } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { useFileDrop } from '../../ui/file-drop';
import type { ImportStep } from './import-flow';
import styles from './imports.module.css';
import { oneOf } from './one-of';

type ImportDropProps = {
  readonly target: ImportTarget;
  /** Opens the import of the dropped file; what is no list of rows is refused there in words. */
  readonly onImport: (step: ImportStep) => void;
  readonly children: ReactNode;
};

const invitations: Readonly<Record<ImportTarget, string>> = {
  partners: 'Drop to import partner accounts',
  'fund-requests': 'Drop to import fund requests',
};

/** A list on which an export can be dropped. */
export function ImportDrop({ target, onImport, children }: ImportDropProps) {
  const { isOver, handlers } = useFileDrop((files) => {
    const file = oneOf(files);
    if (file !== undefined) onImport({ kind: 'import', target, file });
  }, false);
  return (
    <div className={styles.drop} {...handlers}>
      {children}
      {isOver ? (
        <div className={styles.dropShade} aria-hidden>
          <span className={styles.dropWords}>
            <FileInput />
            {invitations[target]}
          </span>
        </div>
      ) : null}
    </div>
  );
}
