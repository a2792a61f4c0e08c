import type { Playbook } from '../../../shared/playbook/playbook';
import type { FieldMap, FieldValue } from '../../../shared/schema/field-value';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import { Money } from '../../../shared/schema/values';
import { minorUnits } from '../../../shared/domain/money/currencies';
import type { EntityShape, Slot } from './shape';
import { wireValue } from './write-body';

/** How like two values have to be: `meant` also allows for what an org's automation does to a spelling. */
export type Likeness = 'same' | 'meant';

function comparable(value: FieldValue | undefined): string {
  if (value === null || value === undefined || value === '') return 'null';
  if (typeof value === 'string') return JSON.stringify(value.replace(/\r\n?/g, '\n').trim());
  const money = Money.safeParse(value);
  return money.success ? `${money.data.minor} ${money.data.currency}` : JSON.stringify(value);
}

function folded(value: FieldValue | undefined): string | null {
  return typeof value === 'string' ? value.toLowerCase().replace(/\s+/g, ' ').trim() : null;
}

/** Whether an amount is the other one rounded to whole units, as a field without decimals keeps it. */
function isRounded(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  const [left, right] = [Money.safeParse(a), Money.safeParse(b)];
  if (!left.success || !right.success || left.data.currency !== right.data.currency) return false;
  const unit = 10 ** minorUnits(left.data.currency);
  const [low, high] = [left.data.minor, right.data.minor];
  return Math.abs(low - high) <= unit / 2 && (low % unit === 0 || high % unit === 0);
}

/** Compares values of one entity's fields. */
export type Compare = {
  isSame(slot: Slot, a: FieldValue | undefined, b: FieldValue | undefined, likeness?: Likeness): boolean;
  /** The fields of a record that do not say what is given for them; a parent's fields are not the record's. */
  differing(row: RemoteRow, fields: FieldMap, likeness?: Likeness): Slot[];
};

/** Compares as Salesforce keeps values: two spellings that are written as one are one. */
export function createCompare(shape: EntityShape, playbook: Playbook): Compare {
  function written(slot: Slot, value: FieldValue | undefined): unknown {
    if (slot.field === null || value === undefined || value === null) return null;
    const wire = wireValue(slot, slot.field, value, shape, playbook);
    return wire.ok ? wire.value : undefined;
  }

  function isSame(
    slot: Slot,
    a: FieldValue | undefined,
    b: FieldValue | undefined,
    likeness: Likeness = 'same',
  ): boolean {
    if (comparable(a) === comparable(b)) return true;
    if (Money.safeParse(a).success || Money.safeParse(b).success)
      return likeness === 'meant' && isRounded(a, b);
    const [left, right] = [written(slot, a), written(slot, b)];
    if (left !== undefined && left !== null && left === right) return true;
    return likeness === 'meant' && folded(a) !== null && folded(a) === folded(b);
  }

  return {
    isSame,
    differing: (row, fields, likeness) =>
      shape.slots.filter(
        (slot) =>
          slot.field !== null &&
          fields[slot.domain] !== undefined &&
          !isSame(slot, fields[slot.domain], row.fields[slot.domain], likeness),
      ),
  };
}
