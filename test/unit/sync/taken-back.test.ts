import { describe, expect, it } from 'vitest';
import { dropTakenBack } from '../../../shared/sync/taken-back';
import { aFundRequest } from '../../support/records';
import { itemsToSend } from './items-to-send';
import { aProblem, anIntent, aStep, now } from './support';

type Over = Parameters<typeof anIntent>[0];

const stopped: Over = { state: 'parked', problem: aProblem() };

/** The state of a change of a request after what was taken back has been dropped. */
async function after(intent: Over, approval: unknown): Promise<string | undefined> {
  const { store, pass } = await itemsToSend(0);
  const waiting = anIntent(intent);
  await store.commit({
    puts: [{ kind: 'fund-request', record: aFundRequest({ approval: approval as never }) }],
    intents: [waiting],
  });
  await dropTakenBack(pass);
  return (await store.intent(waiting.id))?.state;
}

const draft = { kind: 'draft' };
const approved = { kind: 'approved', at: now };
const cancelling: Over = { ...stopped, kind: 'fund-request.cancelled' };

describe('SY-9 SY-121 a decision that has stopped', () => {
  it('is dropped once it was taken back, and stays while it counts', async () => {
    const approval: Over = { ...stopped, kind: 'fund-request.approved' };
    expect(await after(approval, draft)).toBe('discarded');
    expect(await after(approval, approved)).toBe('parked');
  });

  it('is left to its turn when it has not stopped', async () => {
    expect(await after({ kind: 'fund-request.approved' }, draft)).toBe('waiting');
    expect(await after({ kind: 'fund-request.cancelled' }, draft)).toBe('waiting');
  });

  it('is looked for first when it is a cancelling that may have arrived', async () => {
    const steps = [aStep({ key: 'a', state: 'done' }), aStep({ key: 'b', state: 'sent' })];
    expect(await after({ ...cancelling, steps }, approved)).toBe('parked');
    expect(await after({ ...cancelling, steps: steps.slice(0, 1) }, approved)).toBe('discarded');
    expect(await after(cancelling, approved)).toBe('discarded');
  });

  it('is no other kind of change', async () => {
    expect(await after({ ...stopped, kind: 'fund-request.put' }, draft)).toBe('parked');
    expect(await after({ ...stopped, kind: 'fund-request.declined' }, draft)).toBe('parked');
  });
});
