import { cancelledName } from '../../../shared/domain/mdf/cancellation';
import { err, ok } from '../../../shared/lib/result';
import { foldText } from '../../../shared/lib/text';
import type { SalesforceMapping } from '../../../shared/playbook/playbook';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import type { SalesforceId } from '../../../shared/schema/values';
import { type Attempt, type Denied, type Remotely, startAttempt } from '../common/failure';
import type { JsonRecord } from './client';
import { RawRecord } from './dto/answers';
import type { Describe, DescribeField } from './dto/describe';
import { refuse } from './errors';
import { type CrmSession, isDeleted } from './find-record';
import { chosenMapping } from './org';
import { quote, soql } from './soql';
import { stampMs } from './stamps';

type Command = Extract<RemoteCommand, { kind: 'crm.campaign' }>;
type Mapping = NonNullable<SalesforceMapping['campaign']>;

/** A campaign as it is in the org. */
type Campaign = { readonly name: string; readonly status: string | null; readonly stamp: string };

/** Where the org keeps what is to change, and what the status is to be there. */
type Place = {
  readonly describe: Describe;
  readonly name: DescribeField;
  readonly status: DescribeField;
  readonly wanted: string;
};

/** How often it is read again because somebody wrote between our reading and our writing, or describe was out of date. */
const ROUNDS = 3;

function no(code: string, message: string, fields: readonly string[] = []): Denied {
  return { kind: 'denied', status: 0, code, message, fields };
}

function hidden({ object }: Mapping): Denied {
  return no('no-campaigns', `This Salesforce org has no object ${object}, or you may not see it.`);
}

async function describeOf(session: CrmSession, mapping: Mapping): Promise<Remotely<Describe>> {
  const described = await session.org.describe(mapping.object);
  if (described.ok || described.error.kind !== 'denied' || described.error.status !== 404) return described;
  return err(hidden(mapping));
}

function choiceOf({ picklistValues }: DescribeField, word: string): string | undefined {
  const active = picklistValues.filter(({ active: on }) => on);
  const folded = foldText(word);
  return (
    active.find(({ value }) => value === word) ??
    active.find(({ value, label }) => [value, label ?? ''].some((name) => foldText(name) === folded))
  )?.value;
}

function placeIn(describe: Describe, mapping: Mapping, word: string): Remotely<Place> {
  const named = (path: string) =>
    describe.fields.find(({ name }) => name.toLowerCase() === path.toLowerCase()) ?? null;
  const [name, status] = [named(mapping.name), named(mapping.status)];
  if (name === null || status === null) {
    const missing = name === null ? mapping.name : mapping.status;
    return err(no('no-campaign-field', `Salesforce has no field ${missing} on ${describe.name}.`, [missing]));
  }
  if (status.type !== 'picklist') return ok({ describe, name, status, wanted: word });
  // An open list would take any word, but none of the org's own reports and filters would know it.
  const wanted = choiceOf(status, word);
  if (wanted !== undefined) return ok({ describe, name, status, wanted });
  const offered = status.picklistValues.filter(({ active }) => active).map(({ value }) => value);
  const message = `“${word}” is not in the list of ${status.label} of campaigns in Salesforce, which offers: ${offered.join(', ')}.`;
  return err(no('no-campaign-status', message, [status.name]));
}

async function read(
  session: CrmSession,
  { describe, name, status }: Place,
  id: SalesforceId,
): Promise<Remotely<Campaign | null>> {
  const answer = await session.client.query(
    soql({
      fields: ['Id', 'SystemModstamp', name.name, status.name],
      object: describe.name,
      where: [`Id = ${quote(id)}`],
      limit: 1,
    }),
  );
  if (!answer.ok) return answer;
  const [raw] = answer.value.records;
  if (raw === undefined) return ok(null);
  const record = RawRecord.safeParse(raw);
  const [title, word, stamp] = [name.name, status.name, 'SystemModstamp'].map((key) => record.data?.[key]);
  if (typeof title === 'string' && (typeof word === 'string' || word === null) && typeof stamp === 'string')
    return ok({ name: title, status: word, stamp });
  const why =
    'A campaign in Salesforce could not be understood: it has no name or no time of its last change.';
  return err({ kind: 'unreadable', why, raw: JSON.stringify(raw).slice(0, 20_000) });
}

/** What is to be written so that the campaign says that it does not take place; nothing where it does. */
function changeOf({ name, status, wanted }: Place, campaign: Campaign, prefix: string): JsonRecord {
  const title = cancelledName(campaign.name, prefix, name.length === 0 ? Infinity : name.length);
  return {
    ...(title === campaign.name ? {} : { [name.name]: title }),
    ...(campaign.status === wanted ? {} : { [status.name]: wanted }),
  };
}

/** Whether people named it since an earlier try that may have arrived; they have the last word (SY-133). */
function wasRenamed({ repeat, knownName, namePrefix }: Command, { name }: Campaign): boolean {
  if (!repeat || knownName == null) return false;
  return name !== knownName && cancelledName(name, namePrefix) !== name;
}

function lockedIn({ name, status }: Place, change: JsonRecord): Denied | null {
  const locked = [name, status].filter((field) => field.name in change && !field.updateable);
  if (locked.length === 0) return null;
  const message = `Salesforce does not let you change ${locked.map(({ label }) => label).join(', ')} of campaigns.`;
  return no(
    'campaign-locked',
    message,
    locked.map(({ name: field }) => field),
  );
}

/** What an automation of the org undid of a change. */
function undone({ name, status }: Place, left: JsonRecord): Denied {
  const labels = [name, status].filter((field) => field.name in left).map(({ label }) => label);
  return no(
    'campaign-not-kept',
    `Salesforce took the change of the campaign but left ${labels.join(', ')} as it was.`,
    Object.keys(left),
  );
}

async function notThere(
  session: CrmSession,
  { describe }: Place,
  id: SalesforceId,
  attempt: Attempt,
): Promise<RemoteOutcome> {
  const deleted = await isDeleted(session, describe.name, id);
  if (!deleted.ok) return attempt.outcome(deleted.error);
  if (deleted.value) {
    session.log.info(
      'A campaign of a cancelled activity was deleted in Salesforce; nothing is left to rename.',
    );
    return doneWith(session, describe, id, null);
  }
  const message = `The campaign ${id} is not visible: it was removed for good, or your access to it was.`;
  return attempt.outcome(no('campaign-not-visible', message));
}

function doneWith(
  session: CrmSession,
  { name: object }: Describe,
  id: SalesforceId,
  campaign: Campaign | null,
): RemoteOutcome {
  const url = `${session.context().instanceUrl}/${id}`;
  const ref = { remote: 'salesforce' as const, object, id, stamp: campaign?.stamp ?? null, url };
  if (campaign === null) return { kind: 'done', ref, row: null };
  const fields = { campaign: id, campaignName: campaign.name };
  return {
    kind: 'done',
    ref,
    row: { stream: 'fund-requests', ref, recordId: null, fields, deleted: false },
  };
}

/** Whether an administrator may have granted since what describe did not tell. */
function mayBeOutdated({ code }: Denied): boolean {
  return code === 'no-campaign-field' || code === 'no-campaign-status' || code === 'campaign-locked';
}

/**
 * Has a campaign say in its name and its status that its activity was cancelled, and reads it back (MDF-12, SY-133). It is
 * read before every write, so that nothing is named twice and nobody's change is written over, also when an earlier
 * answer was lost (G3, G4).
 */
export async function endCampaign(session: CrmSession, command: Command): Promise<RemoteOutcome> {
  const attempt = startAttempt(command.repeat, refuse);
  const mapping = chosenMapping(session.context().playbook).campaign;
  if (mapping === undefined)
    return attempt.outcome(no('no-campaigns', 'The playbook maps no Salesforce object for campaigns.'));
  let written: JsonRecord | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    const described = await describeOf(session, mapping);
    if (!described.ok) return attempt.outcome(described.error);
    const again = (denied: Denied): boolean => {
      if (!mayBeOutdated(denied)) return false;
      session.org.lookAgain({ describe: described.value });
      return round === 0;
    };
    const place = placeIn(described.value, mapping, command.status);
    if (!place.ok) {
      if (place.error.kind === 'denied' && again(place.error)) continue;
      return attempt.outcome(place.error);
    }
    const found = await read(session, place.value, command.campaignId);
    if (!found.ok) {
      // The right to see campaigns was taken away since describe was read.
      const isHidden = found.error.kind === 'denied' && found.error.code === 'INVALID_TYPE';
      if (isHidden) session.org.lookAgain({ describe: described.value });
      return attempt.outcome(isHidden ? hidden(mapping) : found.error);
    }
    if (found.value === null) return notThere(session, place.value, command.campaignId, attempt);
    if (wasRenamed(command, found.value)) {
      session.log.info(
        'A campaign of a cancelled activity was renamed by somebody else; it is left as it is.',
      );
      return doneWith(session, described.value, command.campaignId, found.value);
    }
    const change = changeOf(place.value, found.value, command.namePrefix);
    if (Object.keys(change).length === 0)
      return doneWith(session, described.value, command.campaignId, found.value);
    if (written !== null) return attempt.outcome(undone(place.value, change));
    const locked = lockedIn(place.value, change);
    if (locked !== null) {
      if (again(locked)) continue;
      return attempt.outcome(locked);
    }
    const { client } = session;
    const since = stampMs(found.value.stamp);
    const changed = await attempt.write(
      client.update(described.value.name, command.campaignId, change, since),
    );
    if (changed.ok) written = change;
    else if (changed.error.kind !== 'denied' || changed.error.status !== 412)
      return attempt.outcome(changed.error);
    else attempt.overtaken();
  }
  const why = 'The campaign is being changed by somebody else.';
  return attempt.outcome({ kind: 'wait', why, afterMs: null });
}
