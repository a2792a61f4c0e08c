import type { Deadline } from '../../shared/domain/calendar/clock';
import type { TrackLevel } from '../../shared/domain/mdf/approval-track';
import type { StatusTone } from '../ui/status';
import { Track } from '../ui/track';
import { DeadlineText, InstantText } from './date-text';

type ApprovalTrackProps = {
  /** `approvalTrack(request, playbook)` of the domain. */
  readonly levels: readonly TrackLevel[];
  /** `levelDeadline(…)` of the domain: when the current level must decide. */
  readonly deadline: Deadline | null;
};

const states = {
  approved: { tone: 'good', word: 'Approved' },
  declined: { tone: 'bad', word: 'Declined' },
  'sent-back': { tone: 'waiting', word: 'Sent back' },
  current: { tone: 'active', word: 'Deciding' },
  waiting: { tone: 'neutral', word: 'Waiting' },
  skipped: { tone: 'neutral', word: 'Not needed' },
} as const satisfies Record<TrackLevel['state'], { tone: StatusTone; word: string }>;

/** The levels of a request with verdicts, who gave them, and the clock of the one at work (MDF-4, MDF-10). */
export function ApprovalTrack({ levels, deadline }: ApprovalTrackProps) {
  return (
    <Track
      label="Approval"
      steps={levels.map((level) => ({
        id: String(level.level),
        title: `${level.level}  ${level.label}`,
        tone: states[level.state].tone,
        state: states[level.state].word,
        isCurrent: level.state === 'current',
        detail: <LevelDetail level={level} deadline={level.state === 'current' ? deadline : null} />,
      }))}
    />
  );
}

function LevelDetail({
  level,
  deadline,
}: {
  readonly level: TrackLevel;
  readonly deadline: Deadline | null;
}) {
  const { decision } = level;
  if (deadline !== null) return <DeadlineText deadline={deadline} counts="business-days" />;
  if (decision === null) return null;
  return (
    <>
      {decision.by} · <InstantText at={decision.at} />
      {decision.recordedBy === decision.by ? null : ` · recorded by ${decision.recordedBy}`}
      {decision.reason === null ? null : <div>{decision.reason}</div>}
    </>
  );
}
