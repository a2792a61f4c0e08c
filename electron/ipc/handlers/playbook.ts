import { err, ok } from '../../../shared/lib/result';
import { writeProcess } from '../../../shared/playbook/process';
import type { PlaybookSource } from '../../platform/playbook-files';
import type { Handlers } from '../register';

/** The working process as data. */
export function playbookHandlers(source: PlaybookSource): Pick<Handlers, 'playbook.load'> {
  return {
    'playbook.load': () => {
      const loaded = source.load();
      return loaded.ok ? ok(writeProcess(loaded.value)) : err({ problems: loaded.error });
    },
  };
}
