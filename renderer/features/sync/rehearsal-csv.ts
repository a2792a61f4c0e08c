import type { FieldValue } from '../../../shared/schema/field-value';
import { plainMoney } from '../../../shared/domain/money/money';
import type { Rehearsal, RehearsedWrite } from '../../../shared/sync/rehearsal/rehearse';
import { fieldLabel } from '../../widgets/field-label';
import { intentWords } from './intent-words';
import { withoutSecrets } from './log-text';
import { remoteLabel } from './remote-words';

const titles = ['No.', 'Change', 'Kind', 'System', 'Step', 'Field', 'Known there', 'Would be'];

/**
 * What would be sent as CSV, a line per field, and then what would stay with its reason; cells that a spreadsheet
 * would run are made text, and what looks like a secret is removed.
 */
export async function rehearsalCsv({ writes, held }: Rehearsal): Promise<string> {
  const { default: papa } = await import('papaparse');
  const rows = [
    ...writes.flatMap((write, at) => linesOf(write, at + 1)),
    ...held.map(({ intent, problem }) => [
      '',
      intent.label,
      intentWords(intent.kind),
      '',
      'Would stay here',
      '',
      '',
      problem?.message ?? '',
    ]),
  ].map((row) => row.map(withoutSecrets));
  return `\u{feff}${papa.unparse({ fields: titles, data: rows }, { escapeFormulae: true, newline: '\r\n' })}\r\n`;
}

function linesOf({ intent, remote, title, fields, file }: RehearsedWrite, n: number): string[][] {
  const head = [String(n), intent.label, intentWords(intent.kind), remoteLabel[remote], title];
  const lines = fields.map(({ field, from, to }) => [
    ...head,
    fieldLabel(field, intent.subject.kind),
    from === undefined ? '' : plain(from),
    plain(to),
  ]);
  if (file !== null) lines.push([...head, 'File', '', `${file.name} (${file.size} bytes)`]);
  return lines.length === 0 ? [[...head, '', '', '']] : lines;
}

function plain(value: FieldValue): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  return 'minor' in value ? plainMoney(value) : value.join(', ');
}
