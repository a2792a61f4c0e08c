import { type ChildProcess, fork } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heldDisk } from '../../../electron/journal/held-disk';
import { type Hold, openHold } from '../../../electron/journal/hold';
import { openJournal } from '../../../electron/journal/journal';
import { at, memoryDisk } from '../../support/journal/memory-disk';
import { anEntry, mustAppend, opened, writeBase } from '../../support/journal/samples';

let folder = '';
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'hold-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await fs.rm(folder, { recursive: true, force: true });
});

function answer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('the process ended without an answer')));
  });
}

async function another(): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('../../support/journal/hold-child.ts', import.meta.url));
  const child = fork(program, [folder], { execArgv: ['--import', 'tsx'] });
  children.push(child);
  expect(await answer(child)).toBe('ready');
  return child;
}

function take(child: ChildProcess): Promise<unknown> {
  const answered = answer(child);
  child.send('take');
  return answered;
}

function ended(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    child.once('exit', resolve);
  });
}

describe('G1 the hold on a workspace, between real processes', () => {
  it('is one process’s alone until it lets go, and asking twice changes nothing', async () => {
    const [one, two] = [await another(), openHold(folder)];
    expect(await take(one)).toBe('held');
    expect(await take(one)).toBe('held');
    expect(await two.take()).toBe('elsewhere');
    const gone = ended(one);
    one.send('release');
    await gone;
    expect(await fs.readdir(folder)).toEqual([]);
    expect(await two.take()).toBe('held');
    await two.release();
  });

  it('is free at once when its process was killed, whatever it left', async () => {
    const one = await another();
    expect(await take(one)).toBe('held');
    const gone = ended(one);
    one.kill('SIGKILL');
    await gone;
    expect((await fs.readdir(folder)).length).toBe(3);
    const two = openHold(folder);
    expect(await two.take()).toBe('held');
    expect((await fs.readdir(folder)).length).toBe(3);
    await two.release();
  });

  it('stays with a process that does not move', async () => {
    const one = await another();
    expect(await take(one)).toBe('held');
    one.kill('SIGSTOP');
    expect(await openHold(folder).take()).toBe('elsewhere');
    one.kill('SIGCONT');
  });

  it('is given to one of many that ask at the same moment', async () => {
    const crowd = await Promise.all([another(), another(), another(), another()]);
    const taken = await Promise.all(crowd.map(take));
    expect(taken.filter((how) => how === 'held')).toHaveLength(1);
    const mine = openHold(folder);
    expect(await mine.take()).toBe('elsewhere');
  });
});

describe('G1 the hold on a workspace, within one process', () => {
  it('is one of many’s each time, round after round', async () => {
    for (let round = 0; round < 40; round += 1) {
      const crowd = Array.from({ length: 5 }, () => openHold(folder));
      const taken = await Promise.all(crowd.map((one) => one.take()));
      expect(taken.filter((how) => how === 'held')).toHaveLength(1);
      await Promise.all(crowd.map((one) => one.release()));
    }
    expect(await fs.readdir(folder)).toEqual([]);
  });

  it('is taken once when several of its own ask at the same moment', async () => {
    for (let round = 0; round < 20; round += 1) {
      const hold = openHold(folder);
      expect(await Promise.all([hold.take(), hold.take(), hold.take()])).toEqual(['held', 'held', 'held']);
      await hold.release();
      expect(await fs.readdir(folder)).toEqual([]);
    }
  });

  it('is not kept by a claim that was only asked for, or that has no socket', async () => {
    await fs.writeFile(join(folder, '000000000000.asking'), '');
    await fs.writeFile(join(folder, '000000000001.held'), '');
    await fs.writeFile(join(folder, '000000000001.sock'), '');
    await fs.writeFile(join(folder, 'something else'), '');
    const hold = openHold(folder);
    expect(await hold.take()).toBe('held');
    await hold.release();
    expect(await fs.readdir(folder)).toEqual(['something else']);
  });

  it('works where the path is too long for a socket', async () => {
    const deep = join(folder, 'x'.repeat(90), 'open');
    const [one, two] = [openHold(deep), openHold(deep)];
    expect(await one.take()).toBe('held');
    expect(await two.take()).toBe('elsewhere');
    await one.release();
    expect(await two.take()).toBe('held');
    await two.release();
  });

  it('says what the disk says when that takes no claim', async () => {
    await fs.writeFile(join(folder, 'file'), '');
    await expect(openHold(join(folder, 'file')).take()).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});

describe('G1 the disk of the one who holds', () => {
  function holdThat(takes: () => 'held' | 'elsewhere'): Hold {
    return { take: async () => takes(), release: async () => undefined };
  }

  it('changes nothing while another has the workspace, and reads all the same', async () => {
    const limits = { reserveBytes: 2000 };
    const disk = memoryDisk();
    const before = await opened({ folder: at(), cipher: null, disk, limits });
    await writeBase(before, 'store-1');
    await mustAppend(before, anEntry(1));
    await before.close();
    disk.calls.length = 0;
    const image = [...disk.image()];

    let others: 'held' | 'elsewhere' = 'elsewhere';
    const held = heldDisk(
      disk,
      holdThat(() => others),
    );
    const result = await openJournal({ folder: at(), cipher: null, disk: held, limits });
    if (!result.ok) throw new Error(result.error.message);
    const journal = result.value;
    expect(await journal.state()).toMatchObject({ head: { n: 1 } });
    expect(await journal.append([anEntry(2)])).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('another copy of the app has the workspace open') },
    });
    for (const change of [
      () => held.open(at('new'), 'create'),
      () => held.open(at('reserve'), 'write'),
      () => held.makeFolder(at('folder')),
      () => held.rename(at('reserve'), at('other')),
      () => held.remove(at('reserve')),
      () => held.touch(at('reserve')),
    ]) {
      await expect(change()).rejects.toThrow('another copy');
    }
    expect([...disk.image()]).toEqual(image);
    expect(disk.calls.filter(({ op }) => !['open', 'read', 'list'].includes(op))).toEqual([]);

    others = 'held';
    await mustAppend(journal, anEntry(2));
    await journal.close();
  });
});
