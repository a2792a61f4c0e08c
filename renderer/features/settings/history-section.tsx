import { causeText } from '../../../shared/lib/cause';
import { useEffect, useRef, useState } from 'react';
import { assertNever } from '../../../shared/lib/assert-never';
import type { HistoryCheck } from '../../data/check-history';
import { useHistoryCheck } from '../../data/hooks';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { Section } from '../../ui/page-frame';
import { Notice } from '../../ui/states';
import { useCountText } from '../../widgets/count-text';
import { InstantText } from '../../widgets/date-text';
import styles from './settings-screen.module.css';

type Look = HistoryCheck | { readonly kind: 'looking' } | { readonly kind: 'failed'; readonly why: string };

/** Lets the person see that no line of the history was altered or taken out after it was written. */
export function HistorySection() {
  const check = useHistoryCheck();
  const [look, setLook] = useState<Look | null>(null);
  const found = useRef<HTMLDivElement>(null);
  // It is the last part of a long page, so that the answer may come below what is shown.
  useEffect(() => {
    if (look !== null) found.current?.scrollIntoView({ block: 'nearest' });
  }, [look]);
  const isTrouble = look?.kind === 'broken' || look?.kind === 'failed';

  async function run(): Promise<void> {
    setLook({ kind: 'looking' });
    try {
      setLook(await check());
    } catch (cause) {
      setLook({ kind: 'failed', why: causeText(cause) });
    }
  }

  return (
    <Section title="History">
      <p className={cx(styles.help)}>
        Every change and decision of this desk stands in a history on this device. Each line is bound to the
        one before, so that one that was altered or taken out later shows.
      </p>
      <div className={cx(styles.row)}>
        <Button isDisabled={look?.kind === 'looking'} onPress={() => void run()}>
          Check the history
        </Button>
      </div>
      <div ref={found} role={isTrouble ? undefined : 'status'} className={cx(styles.found)}>
        {look === null ? null : <Found look={look} />}
      </div>
    </Section>
  );
}

function Found({ look }: { readonly look: Look }) {
  const counted = useCountText();
  switch (look.kind) {
    case 'looking':
      return <p className={cx(styles.help)}>Looking through the history…</p>;
    case 'whole':
      return <Notice tone="good">{`${counted(look.lines, 'line')}, all as they were written.`}</Notice>;
    case 'broken': {
      const { at, fitting } = look;
      return (
        <Notice tone="bad">
          {`After ${counted(fitting, 'line')} that fit, the line “${at.action}” by ${at.by} of `}
          <InstantText at={at.at} />
          {
            ' does not fit the one before it: it was altered, or one before it was taken out. What was sent stands in Salesforce and GitLab; compare the decisions of that day with them.'
          }
        </Notice>
      );
    }
    case 'failed':
      return (
        <Notice tone="bad">{`The history could not be read: ${look.why} Close the app and open it again.`}</Notice>
      );
    default:
      return assertNever(look);
  }
}
