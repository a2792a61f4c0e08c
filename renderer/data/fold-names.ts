import type { Table } from 'dexie';
import { foldText } from '../../shared/lib/text';
import type { Partner } from '../../shared/schema/partner';

/** Folds the names of stored partners as they are folded now; rows of an earlier app may be folded in another way. */
export async function foldNamesAgain(partners: Table<Partner>): Promise<void> {
  await partners
    .toCollection()
    .filter(({ name, foldedName }) => foldedName !== foldText(name))
    .modify((partner) => {
      partner.foldedName = foldText(partner.name);
    });
}
