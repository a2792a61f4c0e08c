import { expect, it } from 'vitest';
import { createBridge } from '../../../renderer/bridge/bridge';
import { withEarlyAnswers } from '../../../renderer/bridge/early-answers';

function api(answer: unknown) {
  return { invoke: async () => answer, on: () => () => undefined };
}

it('an early answer is given once, and parsed like any other', async () => {
  const early = new Map<string, Promise<unknown>>([
    ['playbook.load', Promise.resolve({ ok: true, value: 'early' })],
    ['app.info', Promise.resolve({ ok: true, value: 'not what was agreed' })],
  ]);
  const bridge = createBridge(withEarlyAnswers(api({ ok: true, value: 'asked again' }), early));
  expect(await bridge.call('playbook.load', undefined)).toEqual({ ok: true, value: 'early' });
  expect(await bridge.call('playbook.load', undefined)).toEqual({ ok: true, value: 'asked again' });
  expect(await bridge.call('app.info', undefined)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('was not understood') },
  });
});

it('an early question that failed is a failure in words', async () => {
  const failed = Promise.reject(new Error('gone'));
  failed.catch(() => undefined);
  const bridge = createBridge(withEarlyAnswers(api(null), new Map([['app.info', failed]])));
  expect(await bridge.call('app.info', undefined)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('did not answer') },
  });
});
