import { foldText } from '../../../shared/lib/text';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { Money } from '../../../shared/schema/values';

/** How a domain field's value is understood on the way to and from Salesforce. */
export type DomainKind = 'money' | 'date' | 'status' | 'reference' | 'term' | 'flag' | 'text';

const kinds: Readonly<Record<string, DomainKind>> = {
  totalCost: 'money',
  requested: 'money',
  approvedAmount: 'money',
  amount: 'money',
  start: 'date',
  end: 'date',
  date: 'date',
  invoiceDate: 'date',
  status: 'status',
  partner: 'reference',
  request: 'reference',
  campaign: 'reference',
  activityType: 'term',
  gtmMotion: 'term',
  region: 'term',
  reminder: 'flag',
};

/** The kind of a domain field; what is not listed is text. `status` is a word of ours only where words are mapped. */
export function kindOf(domain: string, mappedStatuses: boolean): DomainKind {
  const kind = kinds[domain] ?? 'text';
  return kind === 'status' && !mappedStatuses ? 'text' : kind;
}

type Term = { readonly key: string; readonly label: string; readonly aliases: readonly string[] };

function termsOf(domain: string, playbook: Playbook): readonly Term[] {
  switch (domain) {
    case 'activityType':
      return playbook.mdf.activityTypes;
    case 'gtmMotion':
      return playbook.mdf.gtmMotions;
    case 'region':
      return playbook.regions;
    default:
      return [];
  }
}

/** All spellings of a term, the key's own first; just the text itself when the playbook does not know it. */
export function spellings(domain: string, value: string, playbook: Playbook): string[] {
  const term = termsOf(domain, playbook).find(({ key }) => key === value);
  return term === undefined ? [value] : [term.label, ...term.aliases, term.key];
}

/** The playbook's key for a remote spelling, or the text as it came when no term matches. */
export function termKey(domain: string, text: string, playbook: Playbook): string {
  const folded = foldText(text);
  const term = termsOf(domain, playbook).find(({ key, label, aliases }) =>
    [key, label, ...aliases].some((spelling) => foldText(spelling) === folded),
  );
  return term?.key ?? text;
}

/** JSON carries amounts as doubles, which keep fifteen decimal digits exactly and no more. */
const EXACT_MINOR = 10 ** 15;

/** Whether an amount travels as a JSON number without losing a minor unit (MDF-3). */
export function isExact(money: Money): boolean {
  return Math.abs(money.minor) < EXACT_MINOR;
}
