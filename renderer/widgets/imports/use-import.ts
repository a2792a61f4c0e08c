import { causeText } from '../../../shared/lib/cause';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ColumnMapping } from '../../../shared/domain/imports/columns';
import type { DateOrders } from '../../../shared/domain/imports/read-date';
import type { ImportPlan, ImportProgress, ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { type ImportClient, startImportClient } from '../../workers/import/import-client';
import { refuseImportFile } from '../../workers/import/file-problem';
import type { ImportDesk, ImportOrder, Preview, ReadFile } from '../../workers/import/messages';
import { useProblem } from '../../ui/use-problem';
import { type Desk, useDesk } from '../desk-context';

/** Where an import stands; every step keeps what the step before it needs. */
export type ImportState =
  | { readonly step: 'file' }
  | { readonly step: 'mapping'; readonly file: ReadFile; readonly name: string }
  | { readonly step: 'preview'; readonly file: ReadFile; readonly name: string; readonly preview: Preview }
  | { readonly step: 'done'; readonly name: string; readonly counts: ImportPlan['counts'] };

/** What the worker is told of the desk. */
export function importDesk({ playbook, holidays, settings, data }: Desk): ImportDesk {
  return { databaseName: data.db.name, playbook, holidays, settings };
}

/** One import from file to result; leaving it before the end leaves nothing behind. */
export function useImport(target: ImportTarget) {
  const desk = useDesk();
  const client = useRef<ImportClient | null>(null);
  const [state, setState] = useState<ImportState>({ step: 'file' });
  const [problem, setProblem] = useProblem();
  const [isBusy, setBusy] = useState(false);
  const [progress, setProgress] = useState<ImportProgress | null>(null);

  useEffect(
    () => () => {
      client.current?.end();
    },
    [],
  );

  const ask = useCallback(
    async (order: ImportOrder) => {
      client.current ??= startImportClient();
      setBusy(true);
      setProblem(null);
      try {
        const answer = await client.current.ask(order, setProgress);
        if (answer.kind !== 'problem') return answer;
        setProblem(`${answer.problem.message} ${answer.problem.fix}`);
        return null;
      } finally {
        setBusy(false);
        setProgress(null);
      }
    },
    [setProblem],
  );

  const read = useCallback(
    async (file: File) => {
      const refusal = refuseImportFile(file);
      if (refusal !== null) return setProblem(`${refusal.message} ${refusal.fix}`);
      let bytes: Uint8Array;
      try {
        bytes = new Uint8Array(await file.arrayBuffer());
      } catch (cause) {
        return setProblem(
          `“${file.name}” could not be read (${causeText(cause)}). If it was moved or is open elsewhere, choose it again.`,
        );
      }
      const answer = await ask({
        kind: 'read',
        target,
        file: file.name,
        bytes,
        desk: importDesk(desk),
      });
      if (answer?.kind === 'read') setState({ step: 'mapping', file: answer.file, name: file.name });
    },
    [ask, desk, target, setProblem],
  );

  const plan = useCallback(
    async (mapping: ColumnMapping, dateOrders: DateOrders) => {
      const answer = await ask({ kind: 'plan', target, mapping, dateOrders });
      if (answer?.kind !== 'planned') return;
      setState((before) =>
        before.step === 'mapping' || before.step === 'preview'
          ? {
              step: 'preview',
              name: before.name,
              file: { ...before.file, mapping, dateOrders },
              preview: answer.preview,
            }
          : before,
      );
    },
    [ask, target],
  );

  const commit = useCallback(async () => {
    const answer = await ask({ kind: 'commit' });
    if (answer?.kind !== 'committed') return;
    setState((before) => ({
      step: 'done',
      name: before.step === 'preview' ? before.name : '',
      counts: answer.counts,
    }));
  }, [ask]);

  const back = useCallback(() => {
    setProblem(null);
    setState((before) =>
      before.step === 'preview'
        ? { step: 'mapping', file: before.file, name: before.name }
        : { step: 'file' },
    );
  }, [setProblem]);

  return { state, problem, isBusy, progress, read, plan, commit, back };
}
