// `npm run prove`: runs the proofs at full size and prints a table.
// Command: npm run prove -- [P3 P5 …] [--size=test|full|NUMBER] [--seed=NUMBER] [--every=NUMBER]
import { type Proof, failureText } from './proof';
import { proofs } from './proofs';

type Options = {
  readonly ids: readonly string[];
  readonly size: string;
  readonly seed: number;
  readonly every: number;
};

const known = ['size', 'seed', 'every'];

function optionsOf(given: readonly string[]): Options {
  const strange = given.find(
    (argument) => argument.startsWith('--') && !known.some((name) => argument.startsWith(`--${name}=`)),
  );
  if (strange !== undefined)
    throw new Error(
      `There is no option ${strange}; there are ${known.map((name) => `--${name}=…`).join(', ')}.`,
    );
  const value = (name: string): string | undefined =>
    given.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
  return {
    ids: given.filter((argument) => !argument.startsWith('--')),
    size: value('size') ?? 'full',
    seed: Number(value('seed') ?? 1),
    every: Number(value('every') ?? 1),
  };
}

function countOf(proof: Proof, size: string): number {
  if (size === 'full' || size === 'test') return proof.sizes[size];
  const count = Number(size);
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`--size is test, full or a whole number from 1, not "${size}".`);
  }
  return count;
}

function chosen(ids: readonly string[]): readonly Proof[] {
  const unknown = ids.filter((id) => !proofs.some((proof) => proof.id === id));
  if (unknown.length > 0) {
    throw new Error(
      `There is no proof ${unknown.join(', ')}; there are ${proofs.map(({ id }) => id).join(', ')}.`,
    );
  }
  return ids.length === 0 ? proofs : proofs.filter(({ id }) => ids.includes(id));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<boolean> {
  const options = optionsOf(process.argv.slice(2));
  if (!Number.isInteger(options.seed)) throw new Error('--seed is a whole number.');
  if (!(Number.isInteger(options.every) && options.every > 0))
    throw new Error('--every is a whole number from 1.');
  const rows: string[] = [];
  let held = true;
  for (const proof of chosen(options.ids)) {
    const count = countOf(proof, options.size);
    say(`${proof.id} ${proof.title}: ${count} × ${proof.unit}, seeds from ${options.seed} …`);
    const began = performance.now();
    const { seed: firstSeed, every } = options;
    const outcome = await proof.run({ count, firstSeed, every, say: (line) => say(`  ${line}`) });
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    if (outcome.failures.length > 0) {
      held = false;
      say(failureText(outcome));
    }
    rows.push(
      [
        proof.id,
        proof.title,
        `${outcome.checked} × ${proof.unit}`,
        `${outcome.failures.length} failed`,
        `${seconds} s`,
      ]
        .concat(outcome.notes)
        .join(' | '),
    );
  }
  say(['', ...rows].join('\n'));
  return held;
}

try {
  // Windows and screens that a proof started would keep the process alive.
  process.exit((await main()) ? 0 : 1);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
