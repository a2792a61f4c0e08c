import { describe, expect, it } from 'vitest';
import { receivedFindings } from '../../../shared/domain/pop/received-late';
import { Instant } from '../../../shared/schema/values';
import { aFundRequest } from '../../support/records';
import { shippedPlaybook } from '../../support/shipped-playbook';

const request = aFundRequest({ start: '2026-10-01', end: '2026-10-10', region: 'EMEA' });

describe('what came late', () => {
  it.each([
    ['2026-11-09T22:59:59.999Z', false, 'pass', 'Received on 2026-11-09; it was due on 2026-11-09.'],
    [
      '2026-11-09T23:00:00.000Z',
      false,
      'warn',
      'Received on 2026-11-10, one day after the due date 2026-11-09.',
    ],
    [
      '2026-11-16T09:00:00.000Z',
      false,
      'warn',
      'Received on 2026-11-16, 7 days after the due date 2026-11-09.',
    ],
    [
      '2026-11-17T09:00:00.000Z',
      false,
      'warn',
      'Received on 2026-11-17, after the funds lapsed on 2026-11-17.',
    ],
    ['2026-11-14T09:00:00.000Z', true, 'pass', 'Received on 2026-11-14; it was due on 2026-11-14.'],
  ])(
    'POP-7 warns of a claim that came late until that is acknowledged: received at %s',
    (at, firstTime, verdict, message) => {
      const found = receivedFindings(request, Instant.parse(at), firstTime, shippedPlaybook());
      expect(found).toMatchObject([{ code: 'received-late', verdict, message }]);
    },
  );

  it('POP-1 says nothing of the day while nothing was received', () => {
    expect(receivedFindings(request, null, false, shippedPlaybook())).toEqual([]);
  });
});
