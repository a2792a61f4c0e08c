import type { ChannelOut } from '../../shared/ipc/contract';
import { err, ok, type Result } from '../../shared/lib/result';
import type { Bridge } from '../bridge/bridge';
import { bridgedJournal } from '../bridge/bridged-journal';
import { bridgedSeal } from '../bridge/bridged-seal';
import { createDeskData } from '../data/desk-data';
import type { EarlyRows } from '../data/early-rows';
import { createJournalWriter, writerForReading } from '../data/journal-writer';
import { openDesk } from '../data/open-desk';
import { realWorkspace } from '../data/real-workspace';
import { findDesk, type RecoveryProgress, recoverDesk } from '../data/recover-desk';
import type { OpenWorkspace, StartProblem } from './start-desk';

/** Opens a workspace together with its journal, putting right what one of them lost. */
export function withJournal(
  bridge: Bridge,
  how: {
    readonly passphrase: string | null;
    readonly tell: (progress: RecoveryProgress) => void;
    /** Rows of the workspace of real work that are on their way already. */
    readonly early?: EarlyRows;
    /** The person starts without what cannot be read. */
    readonly givenUp?: { readonly journal: string | null };
  },
): OpenWorkspace {
  return async (name, playbook) => {
    // The journal takes main a while; the database is looked at meanwhile and changed by nobody.
    const finding = findDesk(name);
    const opening = await bridge.call('journal.open', { passphrase: how.passphrase });
    if (!opening.ok || opening.value.kind !== 'open') {
      // Not waited for: while another copy has it open, the database answers late.
      void finding.then(leave, () => undefined);
      return err(refusalOf(opening));
    }
    const found = await finding;
    const journal = bridgedJournal(bridge);
    const seal = bridgedSeal(bridge, playbook);
    const recovered = await recoverDesk({
      name,
      found,
      journal,
      seal,
      state: opening.value.state,
      keepCopy: () => keepCopy(bridge),
      clear: () => clearDatabase(bridge),
      newId: () => crypto.randomUUID(),
      tell: how.tell,
      ...(how.givenUp === undefined ? {} : { givenUp: how.givenUp }),
      rewriting: () => how.early?.drop(),
    });
    if (!recovered.ok) {
      const problem = recovered.error;
      const isSaid = problem.kind === 'journal' || problem.kind === 'both-lost';
      return err(isSaid ? problem : { kind: 'database', problem });
    }
    const { db, notice } = recovered.value;
    const early = name === realWorkspace ? how.early : undefined;
    return ok({ data: createDeskData(db, createJournalWriter(db, journal), early, seal), notice });
  };
}

function leave(found: Awaited<ReturnType<typeof findDesk>>): void {
  if (found.kind === 'open') found.db.close();
}

/** Why a journal that is not open keeps the workspace shut. */
function refusalOf(opening: ChannelOut<'journal.open'>): StartProblem {
  if (!opening.ok) return { kind: 'main', ...opening.error };
  const { value } = opening;
  if (value.kind === 'locked') return value;
  if (value.kind === 'unreadable') return { ...value, kind: 'unreadable-journal' };
  if (value.kind === 'in-use') return value;
  throw new Error('an open journal keeps nothing shut');
}

async function keepCopy(bridge: Bridge): Promise<Result<string | null, string>> {
  const kept = await bridge.call('journal.keep-database-copy', undefined);
  return kept.ok ? ok(kept.value?.path ?? null) : err(`${kept.error.message} ${kept.error.fix}`);
}

async function clearDatabase(bridge: Bridge): Promise<Result<void, string>> {
  const cleared = await bridge.call('journal.clear-database', undefined);
  return cleared.ok ? ok(undefined) : err(`${cleared.error.message} ${cleared.error.fix}`);
}

/** Opens a workspace that is only shown. */
export const forReading: OpenWorkspace = async (name) => {
  const opened = await openDesk(name);
  if (!opened.ok) return err({ kind: 'database', problem: opened.error });
  return ok({ data: createDeskData(opened.value, writerForReading), notice: null });
};
