import type { Remote } from '../../../shared/ports/remote';
import type {
  CrmPut,
  PresenceAnswer,
  PresenceRequest,
  PullPage,
  PullRequest,
  RemoteCommand,
  RemoteOutcome,
} from '../../../shared/schema/remote-command';
import { FakeBoth } from './fake-gitlab';
import type { Stream } from '../../../shared/schema/sync-state';
import { refusal } from './fake-parts';
import type { FaultPlan } from './fault-plan';

/**
 * Both systems of record in memory, with faults on the way to them. Every change gets the next stamp; a pull
 * reads the changes behind its cursor.
 */
export class FakeRemote extends FakeBoth implements Remote {
  readonly commands: RemoteCommand[] = [];
  readonly pulls: PullRequest[] = [];
  /** Streams whose known rows were asked after, in order. */
  readonly asked: Stream[] = [];
  hasEpics = true;

  constructor(readonly faults: FaultPlan) {
    super();
  }

  async execute(command: RemoteCommand): Promise<RemoteOutcome> {
    this.commands.push(command);
    const fault = this.faults.take(command);
    if (fault?.before) return fault.before;
    const outcome = this.apply(command);
    return fault?.instead ?? outcome;
  }

  async putAll(commands: readonly CrmPut[]): Promise<RemoteOutcome[]> {
    const outcomes: RemoteOutcome[] = [];
    for (const command of commands) outcomes.push(await this.execute(command));
    return outcomes;
  }

  private apply(command: RemoteCommand): RemoteOutcome {
    switch (command.kind) {
      case 'crm.put':
        return this.put(command);
      case 'crm.file':
        return this.file(command);
      case 'crm.campaign':
        return this.endCampaign(command);
      case 'git.epic':
        if (!this.hasEpics) return refusal('no-epics', 'This group has no epics.');
        return this.make('epic', command);
      case 'git.issue':
        return this.make('issue', command);
      case 'git.link':
        return this.link(command);
      case 'git.edit':
        return this.edit(command);
      case 'git.file':
        return this.upload(command);
      case 'git.note':
        return this.note(command);
    }
  }

  async presence({ stream, rows }: PresenceRequest): Promise<PresenceAnswer> {
    const isGone = (id: string): boolean =>
      this.crm.get(id)?.deleted ?? this.git.get(Number(id))?.deleted ?? true;
    this.asked.push(stream);
    const gone = rows.map(({ id }) => id).filter(isGone);
    return { kind: 'presence', gone, unseen: [], elsewhere: [], why: null };
  }

  async pull(request: PullRequest): Promise<PullPage> {
    this.pulls.push(request);
    const fault = this.faults.takePull(request);
    if (fault) return fault;
    const rows = [
      ...[...this.crm.values()].map((record) => ({ row: this.crmRow(record), stamp: record.stamp })),
      ...[...this.git.values()].map((item) => ({ row: this.itemRow(item), stamp: item.stamp })),
    ];
    const from = request.again ? 0 : Number(request.cursor ?? '0');
    const due = rows
      .filter(({ row, stamp }) => row.stream === request.stream && stamp > from)
      .sort((a, b) => a.stamp - b.stamp);
    const page = due.slice(0, request.limit);
    const more = due.length > page.length;
    const cursor = String(page.at(-1)?.stamp ?? from);
    const total = from === 0 ? { total: due.length } : {};
    return { kind: 'page', rows: page.map(({ row }) => row), unreadable: [], cursor, more, ...total };
  }
}
