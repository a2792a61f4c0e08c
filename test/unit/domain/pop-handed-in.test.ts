import { describe, expect, it } from 'vitest';
import { findActivityType } from '../../../shared/domain/lookup';
import { handedInSince, isHandedIn } from '../../../shared/domain/pop/handed-in';
import { Instant, PlainDate } from '../../../shared/schema/values';
import { shippedPlaybook } from '../../support/shipped-playbook';

describe('what counts as handed in', () => {
  const request = { start: PlainDate.parse('2027-01-10'), end: PlainDate.parse('2027-01-20') };
  const events = findActivityType(shippedPlaybook(), 'events');

  const zone = 'Europe/Berlin';
  const eve = '2027-01-08T12:00:00.000Z';
  const begins = '2027-01-09T23:00:00.000Z';
  const during = '2027-01-15T12:00:00.000Z';
  const lastMinute = '2027-01-20T22:59:59.999Z';
  const after = '2027-01-20T23:00:00.000Z';

  it.each([
    ['invoice', eve, eve, eve],
    ['photo', eve, eve, null],
    ['photo', eve, '2027-01-09T22:59:59.999Z', null],
    ['photo', eve, begins, begins],
    ['photo', eve, after, begins],
    ['photo', during, after, during],
    ['contract', lastMinute, '2027-03-01T12:00:00.000Z', null],
    ['contract', after, after, after],
    [null, eve, '2027-03-01T12:00:00.000Z', null],
    [null, lastMinute, '2027-03-01T12:00:00.000Z', null],
    [null, after, '2027-03-01T12:00:00.000Z', after],
    ['other', after, '2027-03-01T12:00:00.000Z', null],
    ['misplaced', after, '2027-03-01T12:00:00.000Z', null],
  ])('POP-1 counts %s that came at %s as handed in, seen at %s, since %s', (proof, came, now, since) => {
    const document = { proof, createdAt: Instant.parse(came) };
    expect(handedInSince(document, request, events, zone, Instant.parse(now))).toBe(since);
  });

  it('POP-1 tells whether anything of a request is handed in, and passes over what was deleted', () => {
    const rules = { playbook: shippedPlaybook(), holidays: {} };
    const of = { ...request, activityType: 'events', region: 'EMEA' };
    const photo = { proof: 'photo', createdAt: Instant.parse(eve), deletedRemotely: false };
    const deleted = { ...photo, proof: 'invoice', deletedRemotely: true };
    const found = (documents: (typeof photo)[], now: string): boolean =>
      isHandedIn(documents, of, rules, Instant.parse(now));
    expect(found([deleted, photo], during)).toBe(true);
    expect(found([deleted, photo], eve)).toBe(false);
    expect(found([deleted], during)).toBe(false);
    expect(found([], during)).toBe(false);
  });
});
