import { assertNever } from '../../lib/assert-never';
import { err, ok, type Result } from '../../lib/result';
import type { Playbook } from '../../playbook/playbook';
import type { Claim } from '../../schema/claim';
import type { Instant, PlainDate } from '../../schema/values';
import type { Finding } from '../finding';
import { stageOfDecision } from './agreement';
import type { PopDeadline } from './deadlines';

/** Something that is done to a claim (POP-2, POP-4, POP-5). */
export type ClaimAction =
  | { readonly kind: 'receive'; readonly at: Instant }
  /** What was received turned out to be for another request. */
  | { readonly kind: 'take-back' }
  | {
      readonly kind: 'accept';
      readonly at: Instant;
      readonly by: string;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'request-changes'; readonly at: Instant; readonly by: string; readonly note: string }
  | { readonly kind: 'reject'; readonly at: Instant; readonly by: string; readonly note: string }
  | {
      readonly kind: 'forfeit';
      readonly at: Instant;
      readonly by: string;
      readonly note: string;
      /** Where the deadline stands; null while the request is not approved. */
      readonly deadline: PopDeadline['state'] | null;
    }
  | { readonly kind: 'open-requisition'; readonly zipNumber: string; readonly zipDate: PlainDate }
  | { readonly kind: 'pay'; readonly at: Instant };

/** The fields of a claim that an action changes. */
export type ClaimState = Pick<Claim, 'stage' | 'decision' | 'receivedAt' | 'zipNumber' | 'zipDate'>;

/** Why an action on a claim is refused; nothing changes then. */
export type ClaimRefusal = {
  readonly code:
    | 'nothing-received'
    | 'already-decided'
    | 'changes-asked'
    | 'not-accepted'
    | 'checks-open'
    | 'note-missing'
    | 'number-missing'
    | 'not-lapsed'
    | 'requisition-missing';
  readonly message: string;
  readonly fix: string;
  readonly findings: readonly Finding[];
};

/**
 * Findings that stop an acceptance: everything that did not pass, but for warnings that the reviewer acknowledged and
 * failures that the playbook lets her accept and that she ticked (POP-5, POP-8).
 */
export function blockingFindings(
  findings: readonly Finding[],
  ticks: Readonly<Record<string, boolean>>,
  playbook: Pick<Playbook, 'pop'>,
): Finding[] {
  return findings.filter((finding) => {
    if (finding.verdict === 'pass') return false;
    if (finding.verdict === 'warn') return ticks[finding.code] !== true;
    const overridable = playbook.pop.overridable.some((code) => code === finding.code);
    return !(finding.verdict === 'fail' && overridable && ticks[finding.code] === true);
  });
}

/** Carries out an action on a claim or says why not; labels and payment follow the stage (POP-2, POP-4). */
export function decideClaim(
  claim: ClaimState & Pick<Claim, 'ticks'>,
  action: ClaimAction,
  playbook: Pick<Playbook, 'pop'>,
): Result<ClaimState, ClaimRefusal> {
  const state: ClaimState = {
    stage: claim.stage,
    decision: claim.decision,
    receivedAt: claim.receivedAt,
    zipNumber: claim.zipNumber,
    zipDate: claim.zipDate,
  };
  switch (action.kind) {
    case 'receive':
      return received(state, action.at);
    case 'take-back':
      return takenBack(state);
    case 'accept':
      return accepted(state, action, blockingFindings(action.findings, claim.ticks, playbook));
    case 'request-changes':
    case 'reject':
      return returned(state, action);
    case 'forfeit':
      return forfeited(state, action);
    case 'open-requisition':
      return requisition(state, action);
    case 'pay':
      return paid(state, action.at);
    default:
      return assertNever(action);
  }
}

function refused(
  code: ClaimRefusal['code'],
  message: string,
  fix: string,
  findings: readonly Finding[] = [],
): Result<never, ClaimRefusal> {
  return err({ code, message, fix, findings });
}

function notAccepted(what: string): Result<never, ClaimRefusal> {
  return refused('not-accepted', `Only an accepted claim can be ${what}.`, 'Review and accept it first.');
}

/** Whether a claim is accepted, rejected or paid, so that what it rests on stays as it is (POP-5). */
export function isDecided({ decision: { kind } }: Pick<Claim, 'decision'>): boolean {
  return kind === 'accepted' || kind === 'rejected' || kind === 'paid';
}

function closed(state: ClaimState): Result<never, ClaimRefusal> | null {
  return isDecided(state)
    ? refused('already-decided', `The claim is already ${state.decision.kind}.`, 'Nothing is left to decide.')
    : null;
}

function received(state: ClaimState, at: Instant): Result<ClaimState, ClaimRefusal> {
  const ended = closed(state);
  if (ended) return ended;
  return ok({
    ...state,
    // A label that was moved on in GitLab is for a person to settle, not for a file that comes in.
    stage: state.stage === 'pending' ? 'approval-needed' : state.stage,
    receivedAt: state.receivedAt ?? at,
    decision: { kind: 'open' },
  });
}

function takenBack(state: ClaimState): Result<ClaimState, ClaimRefusal> {
  const ended = closed(state);
  if (ended) return ended;
  if (state.receivedAt === null) return nothingReceived();
  if (state.decision.kind === 'changes-requested')
    return refused(
      'changes-asked',
      'The partner was asked for changes to what was received; nothing was saved.',
      'It stays received, and what the partner was told stands.',
    );
  // A label that was moved on in GitLab is for a person to settle.
  const stage = state.stage === 'approval-needed' ? 'pending' : state.stage;
  return ok({ ...state, stage, receivedAt: null });
}

function accepted(
  state: ClaimState,
  action: Extract<ClaimAction, { kind: 'accept' }>,
  blocking: readonly Finding[],
): Result<ClaimState, ClaimRefusal> {
  const ended = closed(state);
  if (ended) return ended;
  if (state.receivedAt === null) return nothingReceived();
  if (blocking.length > 0) {
    return refused(
      'checks-open',
      `Not everything is in order: ${blocking.map((finding) => finding.message).join(' ')}`,
      'Settle each point, ask the partner for changes, or reject the claim.',
      blocking,
    );
  }
  return ok({ ...state, stage: 'approved', decision: { kind: 'accepted', at: action.at, by: action.by } });
}

function nothingReceived(): Result<never, ClaimRefusal> {
  return refused(
    'nothing-received',
    'No proof of performance has been received.',
    'Add the documents that the partner sent.',
  );
}

function returned(
  state: ClaimState,
  action: Extract<ClaimAction, { kind: 'request-changes' | 'reject' }>,
): Result<ClaimState, ClaimRefusal> {
  const ended = closed(state);
  if (ended) return ended;
  const note = action.note.trim();
  if (note === '') {
    return refused('note-missing', 'A note is required; the partner is told it.', 'Write what is wrong.');
  }
  const { at, by } = action;
  if (action.kind === 'reject') {
    const rejected = { ...state, decision: { kind: 'rejected' as const, at, by, note } };
    return ok({ ...rejected, stage: stageOfDecision(rejected) });
  }
  if (state.receivedAt === null) return nothingReceived();
  // The issue goes back to waiting for the partner, and so does the clock.
  return ok({ ...state, stage: 'pending', decision: { kind: 'changes-requested', at, by, note } });
}

function forfeited(
  state: ClaimState,
  action: Extract<ClaimAction, { kind: 'forfeit' }>,
): Result<ClaimState, ClaimRefusal> {
  const ended = closed(state);
  if (ended) return ended;
  if (action.deadline !== 'expired') {
    return refused(
      'not-lapsed',
      'The funds are not forfeited: the last notice has not run out, or something was received.',
      'Wait for the partner, or review what came.',
    );
  }
  return returned(state, { ...action, kind: 'reject' });
}

function requisition(
  state: ClaimState,
  action: Extract<ClaimAction, { kind: 'open-requisition' }>,
): Result<ClaimState, ClaimRefusal> {
  const { kind } = state.decision;
  if (kind === 'paid' && state.zipNumber !== null) {
    return refused(
      'already-decided',
      `The claim is paid with the requisition ${state.zipNumber}.`,
      'A paid claim is closed; its requisition stays as it is.',
    );
  }
  if (kind !== 'accepted' && kind !== 'paid') return notAccepted('given a requisition');
  const zipNumber = action.zipNumber.trim();
  return zipNumber === ''
    ? refused('number-missing', 'The requisition has no number.', 'Type the number that Zip gave it.')
    : ok({ ...state, zipNumber, zipDate: action.zipDate });
}

function paid(state: ClaimState, at: Instant): Result<ClaimState, ClaimRefusal> {
  if (state.decision.kind === 'paid') {
    return refused('already-decided', 'The claim is already paid.', 'Nothing is left to decide.');
  }
  if (state.decision.kind !== 'accepted') return notAccepted('paid');
  return state.zipNumber === null
    ? refused(
        'requisition-missing',
        'A claim is paid through a requisition in Zip, and none is recorded.',
        'Record the number of the requisition, then mark the claim as paid.',
      )
    : ok({ ...state, stage: 'completed', decision: { kind: 'paid', at } });
}
