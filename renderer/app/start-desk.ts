import { Instant } from '../../shared/schema/values';
import type { ChannelOut, PlaybookProblem } from '../../shared/ipc/contract';
import { err, ok, type Result } from '../../shared/lib/result';
import type { Holidays, Playbook } from '../../shared/playbook/playbook';
import { readProcess } from '../../shared/playbook/process';
import type { Clock } from '../../shared/ports/clock';
import type { Ids } from '../../shared/ports/ids';
import type { JournalTrouble } from '../../shared/schema/journal';
import { Settings } from '../../shared/schema/settings';
import type { Bridge } from '../bridge/bridge';
import type { DeskData } from '../data/desk-data';
import { realWorkspace } from '../data/real-workspace';
import type { RecoveryNotice, RecoveryProblem } from '../data/recover-desk';

type AppInfo = Extract<ChannelOut<'app.info'>, { ok: true }>['value'];

/** Why the app cannot start; each has its own page with the way out. */
export type StartProblem =
  | { readonly kind: 'main'; readonly message: string; readonly fix: string }
  | { readonly kind: 'playbook'; readonly problems: readonly PlaybookProblem[] }
  | {
      readonly kind: 'database';
      readonly problem: Exclude<RecoveryProblem, { kind: 'journal' | 'both-lost' }>;
    }
  | Extract<RecoveryProblem, { kind: 'both-lost' }>
  | { readonly kind: 'journal'; readonly trouble: JournalTrouble }
  /** The journal waits for its passphrase; `isWrong` when one was given that does not fit. */
  | { readonly kind: 'locked'; readonly isWrong: boolean }
  /** Another copy of the app has it open. */
  | { readonly kind: 'in-use'; readonly message: string; readonly fix: string }
  | { readonly kind: 'unreadable-journal'; readonly message: string; readonly fix: string };

/** An open workspace, with what was put right while opening it. */
export type OpenedWorkspace = { readonly data: DeskData; readonly notice: RecoveryNotice | null };

/** Opens the workspace of that name: with its journal in the window of the app, for reading only where it is printed. */
export type OpenWorkspace = (
  name: string,
  playbook: Playbook,
) => Promise<Result<OpenedWorkspace, StartProblem>>;

/** Everything that the first screen needs. */
export type StartedDesk = {
  readonly info: AppInfo;
  readonly playbook: Playbook;
  readonly holidays: Holidays;
  readonly data: DeskData;
  readonly settings: Settings;
  /** What was put right at this start; null when there is nothing to tell. */
  readonly notice: RecoveryNotice | null;
  readonly clock: Clock;
  readonly ids: Ids;
};

/** Reads what the app is and its playbook, opens the workspace and the person's settings. */
export async function startDesk(
  bridge: Bridge,
  openWorkspace: OpenWorkspace,
): Promise<Result<StartedDesk, StartProblem>> {
  const [info, rules] = await Promise.all([
    bridge.call('app.info', undefined),
    bridge.call('playbook.load', undefined),
  ]);
  if (!info.ok) return err({ kind: 'main', ...info.error });
  if (!rules.ok) return err({ kind: 'playbook', problems: rules.error.problems });
  const process = readProcess(rules.value);
  if (!process.ok) {
    const message = `The playbook that the app read was not understood (${process.error}).`;
    return err({ kind: 'main', message, fix: 'Update Channel Desk, and report this if it stays.' });
  }
  const opened = await openWorkspace(workspaceName(info.value), process.value.playbook);
  if (!opened.ok) return opened;
  const { data, notice } = opened.value;
  const { playbook, holidays } = process.value;
  const settings = (await data.store.settings()) ?? firstSettings(info.value, playbook);
  return ok({ info: info.value, playbook, holidays, data, settings, notice, clock: pageClock, ids: pageIds });
}

/** The demo never mixes with real work. */
export function workspaceName({ demo }: Pick<AppInfo, 'demo'>): string {
  return demo ? 'channel-desk-demo' : realWorkspace;
}

/** Settings before the person has chosen any: what main knows about her, then what suits the computer. */
export function firstSettings(
  info: Pick<AppInfo, 'settings' | 'timeZone'>,
  playbook: Pick<Playbook, 'mdf'>,
): Settings {
  const firstLevel = playbook.mdf.levels[0];
  const known = Object.entries(info.settings).filter(([, value]) => value !== undefined);
  return Settings.parse({
    userName: '',
    roles: firstLevel === undefined ? [] : [firstLevel.role],
    regions: [],
    delegations: [],
    timeZone: info.timeZone,
    locale: null,
    theme: 'system',
    density: 'normal',
    ...Object.fromEntries(known),
  });
}

const pageClock: Clock = {
  now: () => Instant.parse(new Date().toISOString()),
  sleep: (milliseconds) => new Promise((resolve) => window.setTimeout(resolve, milliseconds)),
};

const pageIds: Ids = {
  uuid: () => crypto.randomUUID(),
  random: () => Math.random(),
};
