import { readdirSync, readFileSync } from 'node:fs';

type Seen = { readonly pid: number; readonly parent: number; readonly isAlive: boolean };

/** A process as /proc shows it; null when it is gone, or where there is no /proc. */
function seen(pid: number): Seen | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything.
    const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(parent), isAlive: state !== 'Z' && state !== 'X' };
  } catch {
    return null;
  }
}

/** Every process that a process began, and those that they began; none where there is no /proc. */
export function processesBelow(root: number): number[] {
  let names: string[] = [];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  const all = names.flatMap((name) => seen(Number(name)) ?? []);
  const below = (parent: number): number[] =>
    all.filter((one) => one.parent === parent).flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(root);
}

/** Those of the processes that still run. */
export function stillRunning(pids: readonly number[]): number[] {
  return pids.filter((pid) => seen(pid)?.isAlive === true);
}
