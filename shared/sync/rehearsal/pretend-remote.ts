import { assertNever } from '../../lib/assert-never';
import type { Remote } from '../../ports/remote';
import type { FieldMap } from '../../schema/field-value';
import type { RemoteCommand, RemoteOutcome } from '../../schema/remote-command';
import type { GitlabRef, RemoteRef } from '../../schema/remote-ref';
import type { SalesforceId } from '../../schema/values';

/** A remote that takes every write and answers nothing else; `take` sees each with the id that a new Salesforce record got. */
export function pretendRemote(
  take: (command: RemoteCommand, newId: SalesforceId | null) => Promise<void>,
): Remote {
  let made = 0;
  const nothing = { kind: 'unreachable', why: 'nothing is read in a rehearsal' } as const;

  function salesforce(object: string, id: SalesforceId): RemoteRef {
    return { remote: 'salesforce', object, id, stamp: null, url: null };
  }

  function gitlab(type: GitlabRef['type'], iid: number | null): RemoteRef {
    // Whatever lists it later leads to an address that it gets only then.
    return { remote: 'gitlab', type, id: made, iid, stamp: null, url: '…', markdown: null };
  }

  function newId(): SalesforceId {
    return `new${String(made).padStart(15, '0')}` as SalesforceId;
  }

  async function done(command: RemoteCommand): Promise<RemoteRef> {
    made += 1;
    switch (command.kind) {
      case 'crm.put': {
        const id = command.salesforceId ?? newId();
        await take(command, command.salesforceId === null ? id : null);
        return salesforce(command.entity, id);
      }
      case 'crm.file':
        await take(command, null);
        return salesforce('ContentVersion', newId());
      case 'crm.campaign':
        await take(command, null);
        return salesforce('Campaign', command.campaignId);
      case 'git.epic':
        await take(command, null);
        return gitlab('epic', made);
      case 'git.issue':
        await take(command, null);
        return gitlab('issue', made);
      case 'git.link':
        await take(command, null);
        return gitlab('issue', null);
      case 'git.edit':
        await take(command, null);
        return gitlab(command.type, command.iid);
      case 'git.file':
        await take(command, null);
        return gitlab('upload', null);
      case 'git.note':
        await take(command, null);
        return gitlab('note', null);
      default:
        return assertNever(command);
    }
  }

  return {
    async execute(command): Promise<RemoteOutcome> {
      return { kind: 'done', ref: await done(command), row: null };
    },
    async putAll(commands) {
      const outcomes: RemoteOutcome[] = [];
      for (const command of commands) outcomes.push({ kind: 'done', ref: await done(command), row: null });
      return outcomes;
    },
    pull: async () => nothing,
    presence: async () => nothing,
  };
}

/** What a write says about its object, field by field; nulls that mean "as it is" are left out. */
export function fieldsOf(command: RemoteCommand): FieldMap {
  switch (command.kind) {
    case 'crm.put':
      return command.fields;
    case 'crm.campaign':
      return { title: `${command.namePrefix}…`, status: command.status };
    case 'git.epic': {
      const { title, body, labels, confidential, start, due } = command;
      return { title, labels, confidential, start, due, body };
    }
    case 'git.issue': {
      const { title, body, labels, confidential, assignee, due, template } = command;
      return { title, labels, confidential, assignee, due, template, body };
    }
    case 'git.edit': {
      const { title, titlePrefix, body, addLinks, addLabels, scopedLabel, start, due, close, reopen } =
        command;
      const said: FieldMap = { title, scopedLabel, start, due, body };
      return {
        ...(addLinks === undefined
          ? {}
          : { [titlePrefix === undefined ? 'issues' : 'body']: addLinks.lines.map(({ text }) => text) }),
        ...(titlePrefix === undefined ? {} : { title: `${titlePrefix}…` }),
        ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)),
        ...(addLabels.length === 0 ? {} : { labels: addLabels }),
        ...(close ? { state: 'closed' } : {}),
        ...(reopen === true ? { state: 'opened' } : {}),
      };
    }
    case 'git.file':
      return { note: command.note };
    case 'git.note':
      return { body: command.body };
    case 'crm.file':
    case 'git.link':
      return {};
    default:
      return assertNever(command);
  }
}
