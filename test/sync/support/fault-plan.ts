import type {
  PullPage,
  PullRequest,
  RemoteCommand,
  RemoteOutcome,
} from '../../../shared/schema/remote-command';

/** What a fault does: answer before anything happened, or after it happened. */
export type Fault = { readonly before?: RemoteOutcome; readonly instead?: RemoteOutcome };

type Rule = { readonly when: (command: RemoteCommand) => boolean; readonly fault: Fault; times: number };
type PullRule = { readonly when: (request: PullRequest) => boolean; readonly page: PullPage; times: number };

/** Faults to come: each meets the commands that it names, so many times. */
export class FaultPlan {
  private readonly rules: Rule[] = [];
  private readonly pullRules: PullRule[] = [];

  on(when: (command: RemoteCommand) => boolean, fault: Fault, times = 1): this {
    this.rules.push({ when, fault, times });
    return this;
  }

  onPull(when: (request: PullRequest) => boolean, page: PullPage, times = 1): this {
    this.pullRules.push({ when, page, times });
    return this;
  }

  clear(): void {
    this.rules.length = 0;
    this.pullRules.length = 0;
  }

  take(command: RemoteCommand): Fault | undefined {
    const rule = this.rules.find(({ when, times }) => times > 0 && when(command));
    if (rule) rule.times -= 1;
    return rule?.fault;
  }

  takePull(request: PullRequest): PullPage | undefined {
    const rule = this.pullRules.find(({ when, times }) => times > 0 && when(request));
    if (rule) rule.times -= 1;
    return rule?.page;
  }
}

/** Faults as the wire shows them. */
export const faults = {
  unreachable: { before: { kind: 'unreachable', why: 'connection refused' } },
  lostReply: { instead: { kind: 'ambiguous', why: 'the connection broke' } },
  lostRequest: { before: { kind: 'ambiguous', why: 'the connection broke' } },
  slowDown: { before: { kind: 'wait', why: '429', afterMs: null } },
  slowDownFor: (afterMs: number): Fault => ({ before: { kind: 'wait', why: '429', afterMs } }),
  signIn: { before: { kind: 'sign-in', why: 'the refresh token was refused' } },
  garbled: { instead: { kind: 'unreadable', why: 'not JSON', raw: '<html>' } },
  refused: {
    before: {
      kind: 'refused',
      refusal: {
        code: 'STRING_TOO_LONG',
        message: 'The title is too long.',
        fields: ['title'],
        fix: 'Shorten it.',
      },
    },
  },
} as const satisfies Record<string, Fault | ((afterMs: number) => Fault)>;

/** Whether a command goes to GitLab. */
export function toGitlab(command: RemoteCommand): boolean {
  return command.kind.startsWith('git.');
}

/** Whether a command goes to Salesforce. */
export function toSalesforce(command: RemoteCommand): boolean {
  return command.kind.startsWith('crm.');
}
