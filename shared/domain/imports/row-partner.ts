import { foldText } from '../../lib/text';
import type { Partner } from '../../schema/partner';
import { completeSalesforceId } from '../../schema/salesforce-id';
import type { RowReader } from './row-reader';

/** Partners by the two things a row may name them by. */
export type PartnerIndex = {
  readonly bySalesforceId: ReadonlyMap<string, Partner>;
  readonly byFoldedName: ReadonlyMap<string, Partner>;
  /** How many have a name. */
  readonly called: ReadonlyMap<string, number>;
};

/**
 * Partners by their folded name; one whose account was deleted only where no other one has the name, since accounts that
 * were merged leave such twins.
 */
export function namesakes(partners: readonly Partner[]): ReadonlyMap<string, readonly Partner[]> {
  const byName = new Map<string, Partner[]>();
  for (const partner of partners) {
    // Not as it was folded when it came, which may have been in another way.
    const name = foldText(partner.name);
    const alike = byName.get(name) ?? [];
    const isGone = partner.deletedRemotely && alike.some(({ deletedRemotely }) => !deletedRemotely);
    if (isGone) continue;
    const kept = partner.deletedRemotely ? alike : alike.filter(({ deletedRemotely }) => !deletedRemotely);
    byName.set(name, [...kept, partner]);
  }
  return byName;
}

/** Partners indexed for imports; of two with one name neither is found by name, since that would be a guess. */
export function partnerIndex(partners: readonly Partner[]): PartnerIndex {
  const bySalesforceId = new Map<string, Partner>();
  for (const partner of partners) if (partner.salesforce) bySalesforceId.set(partner.salesforce.id, partner);
  const named = [...namesakes(partners)];
  const byFoldedName = new Map(
    named.flatMap(([name, [first, second]]) =>
      first !== undefined && second === undefined ? [[name, first] as const] : [],
    ),
  );
  const called = new Map(named.map(([name, { length }]) => [name, length]));
  return { bySalesforceId, byFoldedName, called };
}

/** The partner that a row names by its id, its name or both; null, with a problem, where no partner here fits. */
export function readPartner(row: RowReader, partners: PartnerIndex): Partner | null {
  const name = row.text('partnerName');
  const idText = row.text('partnerSalesforceId');
  const id = idText === '' ? null : completeSalesforceId(idText);
  if (idText !== '' && id === null) {
    row.problem(
      'partnerSalesforceId',
      `“${idText}” is not a Salesforce id.`,
      'Copy the 15- or 18-character id again, keeping capitals.',
    );
    return null;
  }
  const byId = id === null ? undefined : partners.bySalesforceId.get(id);
  const byName = name === '' ? undefined : partners.byFoldedName.get(foldText(name));
  if (byId) {
    if (name !== '' && foldText(byId.name) !== foldText(name)) {
      row.problem(
        'partnerName',
        `The row says “${name}”, but its partner id belongs to “${byId.name}”.`,
        'Correct the partner or its id.',
      );
      return null;
    }
    return byId;
  }
  if (byName && (id === null || byName.salesforce === null)) return byName;
  unfound(row, { name, idText, called: partners.called.get(foldText(name)) ?? 0 });
  return null;
}

type Named = { readonly name: string; readonly idText: string; readonly called: number };

/** Says why no partner here is the one of a row. */
function unfound(row: RowReader, { name, idText, called }: Named): void {
  const isNamed = name !== '' && called > 0;
  if (name === '' && idText === '')
    row.problem('partnerName', 'The row names no partner.', 'Fill in the partner or its Salesforce id.');
  // Importing partners would help nothing: they are here.
  else if (isNamed && idText === '')
    row.problem(
      'partnerName',
      `${called} partners on this desk are called “${name}”, so it cannot be told which of them the row means.`,
      'Give the row the Salesforce id of its partner, or enter the request by hand and discard the row.',
      { also: ['partnerSalesforceId'] },
    );
  else if (isNamed)
    row.problem(
      'partnerSalesforceId',
      `No partner on this desk has the Salesforce id “${idText}”; what is called “${name}” here is another account.`,
      'Import the partner accounts first, or correct the id.',
      { code: 'unknown-partner', also: ['partnerName'] },
    );
  else
    row.problem(
      'partnerName',
      `No partner on this desk is “${name || idText}”.`,
      'Import the partner accounts first, or correct the name.',
      { code: 'unknown-partner' },
    );
}
