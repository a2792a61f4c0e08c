import { causeText } from '../lib/cause';
import type { CrmPut, RemoteCommand, RemoteOutcome } from '../schema/remote-command';
import { isAnswer, noteAnswer } from './outcomes';
import type { Pass } from './pass';
import type { Kind, Ready } from './ready';
import { askOne } from './run-step';
import type { StepPlan } from './steps/step';

/** How writes of one remote go out together. */
export type Way = Kind & {
  /**
   * Sends them and tells the gates what that says about the remote; the outcomes come in their order. `isAnswering` says
   * that the remote has answered just before.
   */
  send(pass: Pass, leaving: readonly Ready[], isAnswering: boolean): Promise<readonly RemoteOutcome[]>;
};

/** Minutes after which the whole counts as lost; the remote gives up each call long before. */
const PATIENCE = 60;

/** So many calls of GitLab are under way at once: enough to fill the time that it takes for each, and far from its limits. */
const LANES = 4;

function commandOf({ write, before }: Ready): RemoteCommand {
  return { ...write, repeat: before.state === 'sent' } as RemoteCommand;
}

/** Asks the remote; a call that breaks off or never ends may have taken effect for each of them (G3, G5). */
async function askSalesforce(pass: Pass, commands: readonly CrmPut[]): Promise<readonly RemoteOutcome[]> {
  const all = (why: string): RemoteOutcome[] => commands.map(() => ({ kind: 'ambiguous', why }));
  try {
    return await pass.patience.within(pass.remote.putAll(commands), PATIENCE, () =>
      all(`nothing came within ${PATIENCE} minutes.`),
    );
  } catch (cause) {
    const why = causeText(cause);
    pass.log.error(`a call broke off: ${why}`);
    return all(`the call broke off: ${why}`);
  }
}

/** Whether an outcome is about the remote as a whole and not about one write, such as a locked row. */
function isOfRemote(outcome: RemoteOutcome): boolean {
  const { kind } = outcome;
  return kind === 'unreachable' || kind === 'sign-in' || (kind === 'wait' && outcome.afterMs !== null);
}

/** Tells the gates each thing once: many writes in one lost call are one answer that did not come. */
function noteAnswers(pass: Pass, plan: StepPlan, outcomes: readonly RemoteOutcome[]): void {
  const answer = outcomes.find(isAnswer) ?? outcomes.find((outcome) => !isOfRemote(outcome));
  if (answer) noteAnswer(pass, plan, answer);
  const ofRemote = new Map(outcomes.filter(isOfRemote).map((outcome) => [outcome.kind, outcome]));
  for (const outcome of ofRemote.values()) noteAnswer(pass, plan, outcome);
}

/** Salesforce takes many records in one call. */
export const salesforceBundle: Way = {
  remote: 'salesforce',
  most: 200,
  accepts: ({ kind }) => kind === 'crm.put',
  async send(pass, leaving) {
    const commands = leaving.map(commandOf).filter((command) => command.kind === 'crm.put');
    const outcomes = await askSalesforce(pass, commands);
    const [first] = leaving;
    if (first) noteAnswers(pass, first.plan, outcomes);
    return outcomes;
  },
};

/** GitLab takes one call for each write. They are kept as few as a stop or a person who steers can wait for. */
export const gitlabLanes: Way = {
  remote: 'gitlab',
  most: 40,
  accepts: ({ kind }) =>
    kind === 'git.issue' || kind === 'git.epic' || kind === 'git.edit' || kind === 'git.link',
  async send(pass, leaving, isAnswering) {
    const outcomes = leaving.map((): RemoteOutcome => ({ kind: 'unreachable', why: 'it did not leave.' }));
    const running = new Set<Promise<void>>();
    let [next, width] = [0, isAnswering ? LANES : 1];

    async function one(index: number, ready: Ready): Promise<void> {
      const outcome = await askOne(pass, commandOf(ready));
      noteAnswer(pass, ready.plan, outcome);
      outcomes[index] = outcome;
      // Only a remote that answers is asked for several things at once.
      width = isAnswer(outcome) ? LANES : 1;
    }

    for (;;) {
      const mayLeave = running.size < width && pass.gates.isOpen('gitlab') && !pass.isStopping();
      const ready = mayLeave ? leaving[next] : undefined;
      if (ready !== undefined) {
        const call = one(next, ready).finally(() => running.delete(call));
        running.add(call);
        next += 1;
      } else if (running.size > 0) await Promise.race(running);
      else return outcomes;
    }
  },
};
