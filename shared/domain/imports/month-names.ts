import { foldText } from '../../lib/text';

/** Names and short forms of the months in the languages of the programs: English, German, French, Spanish; folded. */
const names: readonly string[] = [
  'january jan januar janner jaenner janvier janv enero ene',
  'february feb februar fevrier fevr fev febrero',
  'march mar marz maerz mrz mars marzo',
  'april apr avril avr abril abr',
  'may mai mayo',
  'june jun juni juin junio',
  'july jul juli juillet juil julio',
  'august aug aout agosto ago',
  'september sep sept septembre septiembre setiembre set',
  'october oct oktober okt octobre octubre',
  'november nov novembre noviembre',
  'december dec dezember dez decembre diciembre dic',
];

const months: ReadonlyMap<string, string> = new Map(
  names.flatMap((line, index) => line.split(' ').map((name) => [name, String(index + 1)])),
);

/** Number of the month that a word names, `1` to `12`; null for a word that is no month. */
export function monthNamed(word: string): string | null {
  return months.get(foldText(word)) ?? null;
}
