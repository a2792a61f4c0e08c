import type { ReactNode } from 'react';
import { Notice } from '../../ui/states';
import { showToast } from '../../ui/toast-store';
import { useProblem } from '../../ui/use-problem';
import { useCountText } from '../../widgets/count-text';
import { useDesk } from '../../widgets/desk-context';
import { mdfReport, REPORT_NAME } from './mdf-report';
import styles from './mdf-screen.module.css';
import type { RequestRow } from './request-rows';

/** Saves rows as a CSV file where the person says; why that failed stays on the screen. */
export function useReport(): {
  readonly save: (rows: readonly RequestRow[]) => Promise<void>;
  readonly notice: ReactNode;
} {
  const { bridge, clock, playbook, holidays } = useDesk();
  const counted = useCountText();
  const [problem, setProblem] = useProblem();

  async function save(rows: readonly RequestRow[]): Promise<void> {
    const bytes = await mdfReport(rows, { playbook, holidays }, clock.now());
    const answer = await bridge.call('file.save', { suggestedName: REPORT_NAME, bytes });
    setProblem(answer.ok ? null : `The report was not saved. ${answer.error.message} ${answer.error.fix}`);
    if (answer.ok && answer.value !== null)
      showToast(`${counted(rows.length, 'request')} saved to ${answer.value.path}`);
  }

  return {
    save,
    notice:
      problem === null ? null : (
        <div className={styles.notice}>
          <Notice tone="bad">{problem}</Notice>
        </div>
      ),
  };
}
