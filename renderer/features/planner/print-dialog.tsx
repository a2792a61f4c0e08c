import { useMemo, useState } from 'react';
import { ok } from '../../../shared/lib/result';
import type { PageFormat } from '../../../shared/ipc/contract';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { Dialog } from '../../ui/dialog';
import { Segmented } from '../../ui/segmented';
import { Select } from '../../ui/select';
import { Spoken } from '../../ui/spoken';
import { Notice } from '../../ui/states';
import { showToast } from '../../ui/toast-store';
import { useProblem } from '../../ui/use-problem';
import { useCountText } from '../../widgets/count-text';
import { useDesk } from '../../widgets/desk-context';
import { useQuarter } from '../../widgets/quarter';
import type { PlanQuery } from './plan-filter';
import { type PrintOptions, printPath } from './print-options';
import { PrintSheet } from './print-sheet';
import styles from './print.module.css';
import { usePrintPages } from './use-print';

type PrintDialogProps = { readonly query: PlanQuery; readonly onClose: () => void };

const sizes = [
  { id: 'A4', label: 'A4' },
  { id: 'A3', label: 'A3' },
  { id: 'Letter', label: 'Letter' },
  { id: 'Tabloid', label: 'Tabloid' },
] as const;
const spans = [
  { id: 'quarter', label: 'The quarter' },
  { id: 'half', label: 'Six months' },
  { id: 'year', label: 'Twelve months' },
] as const;
const slices = [
  { id: 'whole', label: 'All of it' },
  { id: '3', label: 'Three months' },
  { id: '1', label: 'One month' },
] as const;
const monthsOfSlice = { whole: null, '3': 3, '1': 1 } as const;
const MOST_SHOWN = 12;

/** The pages as they will print, what they hold, and saving them as a PDF or a picture (PLAN-4). */
export function PrintDialog({ query, onClose }: PrintDialogProps) {
  const { bridge } = useDesk();
  const { quarter } = useQuarter();
  const [format, setFormat] = useState<PageFormat>({ size: 'A4', landscape: true });
  const [choice, setChoice] = useState<Pick<PrintOptions, 'span' | 'emptyRows' | 'phases' | 'mono'>>({
    span: 'quarter',
    emptyRows: false,
    phases: true,
    mono: false,
  });
  const [slice, setSlice] = useState<(typeof slices)[number]['id']>('whole');
  const [saving, setSaving] = useState<'pdf' | 'png' | null>(null);
  const isSaving = saving !== null;
  const [problem, setProblem] = useProblem();
  const { filter, partnerId, search } = query;
  const options = useMemo<PrintOptions>(
    () => ({
      ...choice,
      quarter,
      monthsPerPage: monthsOfSlice[slice],
      filter: Object.fromEntries(Object.entries(filter).map(([id, chosen]) => [id, [...chosen]])),
      partnerId,
      search,
    }),
    [choice, quarter, slice, filter, partnerId, search],
  );
  const pages = usePrintPages(options, format);
  const pageCount = useCountText()(pages.length, 'page');

  async function printed(as: 'pdf' | 'png') {
    const pdf = await bridge.call('print.pdf', { route: `print/planner/${printPath(options)}`, format });
    if (!pdf.ok || as === 'pdf') return pdf.ok ? ok(pdf.value.bytes) : pdf;
    const { pdfPicture } = await import('../../widgets/documents/pdf-picture');
    return pdfPicture(pdf.value.bytes);
  }

  async function save(as: 'pdf' | 'png'): Promise<void> {
    setSaving(as);
    setProblem(null);
    const made = await printed(as);
    const suggestedName = `plan-${quarter}.${as}`;
    const saved = made.ok ? await bridge.call('file.save', { suggestedName, bytes: made.value }) : made;
    setSaving(null);
    if (!saved.ok) return setProblem(`${saved.error.message} ${saved.error.fix}`);
    if (saved.value === null) return;
    showToast(`Saved to ${saved.value.path}`);
    onClose();
  }

  return (
    <Dialog
      title="Print the plan"
      size="full"
      isOpen
      onClose={onClose}
      canDismiss={!isSaving}
      footer={
        <>
          <Button size="large" onPress={onClose} isDisabled={isSaving}>
            Cancel
          </Button>
          <Button
            size="large"
            isPending={saving === 'png'}
            isDisabled={saving === 'pdf'}
            onPress={() => void save('png')}
          >
            Save PNG
          </Button>
          <Button
            size="large"
            variant="primary"
            isPending={saving === 'pdf'}
            isDisabled={saving === 'png'}
            onPress={() => void save('pdf')}
          >
            Save PDF
          </Button>
        </>
      }
    >
      <div className={styles.preview}>
        <div className={styles.options}>
          {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
          <Select
            label="Paper"
            options={sizes}
            value={format.size}
            onChange={(size) => setFormat({ ...format, size })}
          />
          <Segmented
            label="Orientation"
            segments={[
              { id: 'landscape', label: 'Landscape' },
              { id: 'portrait', label: 'Portrait' },
            ]}
            value={format.landscape ? 'landscape' : 'portrait'}
            onChange={(id) => setFormat({ ...format, landscape: id === 'landscape' })}
          />
          <Select
            label="Time"
            options={spans}
            value={choice.span}
            onChange={(span) => setChoice({ ...choice, span })}
          />
          <Select label="Time on one page" options={slices} value={slice} onChange={setSlice} />
          <Checkbox isSelected={choice.phases} onChange={(phases) => setChoice({ ...choice, phases })}>
            Planning phases and calls
          </Checkbox>
          <Checkbox
            isSelected={choice.emptyRows}
            onChange={(emptyRows) => setChoice({ ...choice, emptyRows })}
          >
            Partners without tactics
          </Checkbox>
          <Checkbox
            isSelected={choice.mono}
            onChange={(mono) => setChoice({ ...choice, mono })}
            help="Patterns tell the states apart"
          >
            Black and white
          </Checkbox>
        </div>
        <Spoken>{pageCount}</Spoken>
        <div className={styles.pages} role="region" aria-label={pageCount} tabIndex={0}>
          {pages.slice(0, MOST_SHOWN).map((page, at) => (
            <div key={at} className={styles.thumb}>
              <PrintSheet page={page} number={at + 1} of={pages.length} options={options} format={format} />
            </div>
          ))}
          {pages.length > MOST_SHOWN ? (
            <p className={styles.more}>{`and ${pages.length - MOST_SHOWN} more pages`}</p>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}
