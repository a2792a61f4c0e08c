import type { StatusTone } from '../../ui/status';
import type { PreviewRow } from '../../workers/import/messages';

type Outcome = PreviewRow['outcome'];

/** What would become of a row, in words and shape. */
export const outcomeText: Readonly<Record<Outcome, { readonly word: string; readonly tone: StatusTone }>> = {
  new: { word: 'New', tone: 'good' },
  changed: { word: 'Changed', tone: 'info' },
  unchanged: { word: 'Changes nothing', tone: 'neutral' },
  repeated: { word: 'Duplicate in this file', tone: 'neutral' },
  bad: { word: 'To be fixed', tone: 'bad' },
};

/** Outcomes in the order in which they are counted and offered as filters. */
export const outcomes: readonly Outcome[] = ['new', 'changed', 'unchanged', 'repeated', 'bad'];
