import { describe, expect, it } from 'vitest';
import { findActivityType } from '../../../shared/domain/lookup';
import { isHandedIn } from '../../../shared/domain/pop/handed-in';
import { PlainDate } from '../../../shared/schema/values';
import { shippedPlaybook } from '../../support/shipped-playbook';

describe('what counts as handed in', () => {
  const request = { start: PlainDate.parse('2027-01-10'), end: PlainDate.parse('2027-01-20') };
  const events = findActivityType(shippedPlaybook(), 'events');

  it.each([
    ['invoice', '2026-12-01', true],
    ['photo', '2027-01-09', false],
    ['photo', '2027-01-10', true],
    ['contract', '2027-01-20', false],
    ['contract', '2027-01-21', true],
    [null, '2027-01-20', false],
    [null, '2027-01-21', true],
    ['other', '2027-03-01', false],
    ['misplaced', '2027-03-01', false],
  ])('POP-1 counts %s as handed in on %s: %s', (proof, today, counts) => {
    expect(isHandedIn({ proof }, request, events, PlainDate.parse(today))).toBe(counts);
  });
});
