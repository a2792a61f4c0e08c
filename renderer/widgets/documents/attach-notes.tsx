import { X } from 'lucide-react';
import { useIntl } from 'react-intl';
import { IconButton } from '../../ui/button';
import { Spoken } from '../../ui/spoken';
import { Notice } from '../../ui/states';
import { useCountText } from '../count-text';
import styles from './documents.module.css';
import type { Attach } from './use-attach';

/** What became of the last drop, where it needs a word: refused files, known ones, damaged ones. */
export function AttachNotes({ attach }: { readonly attach: Attach }) {
  const { problems, notes, alreadyHere, read, dismiss, isReading } = attach;
  const counted = useCountText();
  const { formatNumber } = useIntl();
  const close = <IconButton size="small" label="Dismiss" icon={<X aria-hidden />} onPress={dismiss} />;
  return (
    <>
      <div className={styles.notes} aria-live="polite">
        {isReading ? <p className={styles.reading}>Reading the files</p> : null}
        {problems.map(({ message, fix }) => (
          <Notice key={message} tone="bad" actions={close}>
            {message} {fix}
          </Notice>
        ))}
        {notes.map(({ name, message, fix }) => (
          <Notice key={name} tone="waiting" actions={close}>
            <bdi>{name}</bdi>: {message} {fix}
          </Notice>
        ))}
        {alreadyHere.length === 0 ? null : (
          <Notice tone="info" actions={close}>
            {alreadyHere.map((name) => `“${name}”`).join(', ')} {alreadyHere.length === 1 ? 'is' : 'are'} here
            already, byte for byte; nothing was added.
          </Notice>
        )}
      </div>
      <Spoken>
        {read === null
          ? ''
          : `${read.done === read.of ? '' : `${formatNumber(read.done)} of `}${counted(read.of, 'file')} read`}
      </Spoken>
    </>
  );
}
