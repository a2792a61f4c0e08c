import { openJournal } from '../../../electron/journal/journal';
import { below } from './chance';
import { type History, type HistoryPromise, optionsOf, stateText } from './history';
import { at, memoryDisk } from './memory-disk';
import type { Cipher } from '../../../electron/journal/cipher';
import { anEntry, replayAll } from './samples';

/** Opens what a power cut left, and says what is wrong with it; null when everything promised is there, and whole. */
export async function problemAfterCut(input: {
  readonly image: Map<string, Buffer>;
  readonly history: Pick<History, 'stores' | 'files'>;
  readonly promises: readonly HistoryPromise[];
  readonly cipher: Cipher | null;
  readonly chance: () => number;
}): Promise<string | null> {
  const { history, promises, chance } = input;
  const disk = memoryDisk(input.image);
  const options = optionsOf({ disk, folder: at(), cipher: input.cipher, now: () => 0 });
  const result = await openJournal(options);
  if (!result.ok) return `it cannot be opened: ${result.error.message}`;
  const journal = result.value;
  const state = await journal.state();
  if (state.trouble !== null) return `trouble: ${state.trouble.message}`;
  if (state.losses.length > 0) return `losses: ${JSON.stringify(state.losses)}`;

  for (const [sha256, bytes] of history.files) {
    const found = await journal.readFile(sha256);
    const told = promises.some((promise) => promise.kind === 'file' && promise.sha256 === sha256);
    if (found === null && told) return `the promised file ${sha256} is not there`;
    if (found !== null && Buffer.compare(found, bytes) !== 0) return `the file ${sha256} is not whole`;
  }

  const bases = promises.filter((promise) => promise.kind === 'base');
  if (state.storeId === null || state.head === null) {
    await journal.close();
    return bases.length === 0 ? null : 'the promised base is not there';
  }
  const { storeId, head } = state;
  const index = history.stores.findIndex(({ id }) => id === storeId);
  const store = history.stores[index];
  const least = Math.max(-1, ...bases.map((promise) => promise.store));
  if (store === undefined || index < least) return `it belongs to ${storeId} again`;
  const promisedTo = Math.max(0, ...promises.map((one) => ('n' in one && one.store === index ? one.n : 0)));
  if (head.n < promisedTo) return `it stands at ${head.n}, but ${promisedTo} was promised`;
  if (store.ids.get(head.n) !== head.id) return `entry ${head.n} has the id ${head.id}`;
  const whole = stateText(await replayAll(journal, null));
  if (whole !== store.states.get(head.n)) return `the rows at ${head.n} are ${whole}`;
  const after = state.oldest + below(chance, head.n - state.oldest + 1);
  const behind = new Map<string, unknown>(JSON.parse(store.states.get(after) ?? '[]'));
  if (stateText(await replayAll(journal, after, behind)) !== whole)
    return `a store at ${after} is not brought to ${head.n}`;

  const done = await journal.append([anEntry(head.n + 1)]);
  if (!done.ok) return `it takes nothing any more: ${JSON.stringify(done.error)}`;
  await journal.settled();
  await journal.close();
  const again = await openJournal(options);
  if (!again.ok) return `it cannot be opened again: ${again.error.message}`;
  const later = await again.value.state();
  await again.value.close();
  return later.head?.n === head.n + 1 && later.losses.length === 0
    ? null
    : `later it stands at ${later.head?.n}`;
}
