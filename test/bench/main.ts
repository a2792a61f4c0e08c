import { benchBundle } from './bundle';
import { benchCalls } from './calls';
import { describeLine } from './figures';
import { benchImport } from './import';
import { benchJournal } from './journal';
import { benchPull } from './pull';
import { benchSave } from './save';
import { benchStart } from './start';
import { benchTable } from './table';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

// A missed promise is said, not failed: only a crash ends the run with an error.
say(await benchBundle());
say(describeLine(await benchSave()));
say(await benchJournal());
say(describeLine(await benchStart()));
for (const line of await benchPull()) say(line);
for (const line of await benchCalls()) say(line);
for (const line of await benchTable()) say(describeLine(line));
for (const line of await benchImport()) say(describeLine(line));
process.exit(0);
