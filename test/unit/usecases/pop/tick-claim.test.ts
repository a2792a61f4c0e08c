import { expect, it } from 'vitest';
import { tickClaim } from '../../../../shared/usecases/pop/tick-claim';
import { aFile, anInvoice, approvedRequest, drop, seen, theClaim } from './claims';

it('POP-5 keeps an answer, changes it and takes it back to undecided', async () => {
  const { store, context } = await approvedRequest();
  await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
  const code = 'invoice-names-activity';
  const answers = [];
  for (const value of [true, false, null]) {
    await tickClaim(context, { ...(await seen(context)), code, value });
    answers.push((await theClaim(context)).ticks);
  }
  expect(answers).toEqual([{ [code]: true }, { [code]: false }, {}]);
  // An answer is the reviewer's own note: nothing of it goes to the remotes.
  const puts = (await store.openIntents()).filter((intent) => intent.kind === 'claim.put');
  expect(puts).toHaveLength(1);
});
