import { readFileSync } from 'node:fs';
import { causeText } from '../../shared/lib/cause';
import { err, mapResult, ok, type Result } from '../../shared/lib/result';
import { holidaysOfRegions, loadHolidays, missingHolidays } from '../../shared/playbook/holidays';
import { loadPlaybook, type PlaybookFile, type PlaybookProblem } from '../../shared/playbook/loader';
import type { Playbook } from '../../shared/playbook/playbook';
import { type Process, readProcess, writeProcess } from '../../shared/playbook/process';
import { noPlaybookMemory, type PlaybookMemory } from './playbook-memory';
import { findProcessFiles, type FoundFile, type ProcessFiles, type ProcessFolders } from './process-files';

/** The working process as its files say it now, or every mistake in them. */
export type PlaybookSource = {
  /** Looks at the files again, so that a person who edits them sees the effect. */
  load(): Result<Process, PlaybookProblem[]>;
  /** As last read without a mistake; null when it never was. */
  current(): Playbook | null;
};

/**
 * Reads the working process from its files. `adapt` fits the playbook to a workspace; `memory` spares reading files
 * that have not changed since an earlier start.
 */
export function openPlaybook(
  folders: ProcessFolders,
  adapt: (playbook: Playbook) => Playbook,
  memory: PlaybookMemory = noPlaybookMemory,
): PlaybookSource {
  let last: { readonly stamp: string; readonly read: Result<Process, PlaybookProblem[]> } | null = null;
  let good: Playbook | null = null;

  function load(): Result<Process, PlaybookProblem[]> {
    const files = findProcessFiles(folders);
    // Reading YAML takes a tenth of a second, and the page asks at every start of a window or a print.
    if (last?.stamp === files.stamp) return last.read;
    const read = mapResult(recalled(files, memory) ?? readAndKeep(files, memory), (data) => ({
      ...data,
      playbook: adapt(data.playbook),
    }));
    if (read.ok) good = read.value.playbook;
    last = { stamp: files.stamp, read };
    return read;
  }

  return {
    load,
    current() {
      if (last === null) load();
      return good;
    },
  };
}

function recalled({ stamp }: ProcessFiles, memory: PlaybookMemory): Result<Process, never> | null {
  const text = memory.recall(stamp);
  const read = text === null ? null : readProcess(text);
  return read?.ok === true ? read : null;
}

function readAndKeep(files: ProcessFiles, memory: PlaybookMemory): Result<Process, PlaybookProblem[]> {
  const contents = [...files.playbook, ...files.holidays].map(content);
  const unread = contents.flatMap((found) => (found.ok ? [] : [found.error]));
  // The others would only be blamed for what is in these.
  if (unread.length > 0) return err(unread);
  const texts = contents.flatMap((found) => (found.ok ? [found.value] : []));
  const count = files.playbook.length;
  const read = readFiles(texts.slice(0, count), texts.slice(count));
  if (read.ok) memory.keep(files.stamp, writeProcess(read.value));
  return read;
}

function readFiles(
  playbookFiles: readonly PlaybookFile[],
  holidayFiles: readonly PlaybookFile[],
): Result<Process, PlaybookProblem[]> {
  const playbook = loadPlaybook(playbookFiles);
  const holidays = loadHolidays(holidayFiles);
  if (!playbook.ok || !holidays.ok) {
    return err([...(playbook.ok ? [] : playbook.error), ...(holidays.ok ? [] : holidays.error)]);
  }
  const missing = missingHolidays(playbook.value, holidays.value);
  if (missing.length > 0) return err(missing);
  return ok({ playbook: playbook.value, holidays: holidaysOfRegions(playbook.value, holidays.value) });
}

function content({ name, path }: FoundFile): Result<PlaybookFile, PlaybookProblem> {
  try {
    return ok({ name, text: readFileSync(path, 'utf8') });
  } catch (cause) {
    const message = `this file cannot be read: ${causeText(cause)}`;
    return err({ file: name, path: '', line: null, message });
  }
}
