import { ApiError } from '../errors';
import type { Org } from '../org';
import { parseDateTime, toStamp } from '../time';
import { type Draft, textOf } from './draft';
import { requiredMissing } from './values';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const MAX_DAYS = 14;

function integrity(message: string, fields: readonly string[]): ApiError {
  return new ApiError(400, 'FIELD_INTEGRITY_EXCEPTION', message, fields);
}

function checkReminder({ values }: Draft): void {
  if (values['IsReminderSet'] === true && (values['ReminderDateTime'] ?? null) === null) {
    throw requiredMissing(['ReminderDateTime']);
  }
  if (values['IsReminderSet'] !== true) values['ReminderDateTime'] = null;
}

function accountOf(org: Org, draft: Draft): string | null {
  const what = textOf(draft, 'WhatId');
  if (what === '') return null;
  const target = org.metadata.ofId(what);
  if (target?.name === 'Account') return what;
  const owner = target ? (org.store.get(target.name, what)?.['ChannelPartnerId'] ?? null) : null;
  return typeof owner === 'string' ? owner : null;
}

/** Start and activity time are one thing under two names; setting one alone moves the other. */
function startOf({ values, given }: Draft): string | null {
  const start = values['StartDateTime'] ?? null;
  const activity = values['ActivityDateTime'] ?? null;
  if (start !== null && activity !== null && start !== activity) {
    if (given.has('StartDateTime') && given.has('ActivityDateTime')) {
      throw integrity('ActivityDateTime and StartDateTime must be the same or one of them empty', [
        'ActivityDateTime',
        'StartDateTime',
      ]);
    }
    return String(given.has('ActivityDateTime') ? activity : start);
  }
  const either = start ?? activity;
  return either === null ? null : String(either);
}

function duration(draft: Draft, start: number): number {
  const { values, given } = draft;
  const end = parseDateTime(textOf(draft, 'EndDateTime'));
  const minutes = typeof values['DurationInMinutes'] === 'number' ? values['DurationInMinutes'] : null;
  const fromEnd = end === null ? null : Math.round((end - start) / MINUTE_MS);
  const conflicting = given.has('DurationInMinutes') && given.has('EndDateTime') && fromEnd !== minutes;
  if (conflicting && fromEnd !== null && minutes !== null) {
    throw integrity('DurationInMinutes does not agree with StartDateTime and EndDateTime', [
      'DurationInMinutes',
    ]);
  }
  const wanted = given.has('EndDateTime') && fromEnd !== null ? fromEnd : (minutes ?? fromEnd);
  if (wanted === null) throw requiredMissing(['DurationInMinutes']);
  if (wanted < 0) throw integrity('End Date Time must not be before Start Date Time', ['EndDateTime']);
  if (wanted > MAX_DAYS * DAY_MINUTES) {
    throw integrity(`An event can't last longer than ${MAX_DAYS} days`, ['EndDateTime', 'DurationInMinutes']);
  }
  return wanted;
}

/** Times, reminder and account of an Event: start equals activity time, end follows from duration or the reverse. */
export function eventRules(org: Org, draft: Draft): void {
  const { values } = draft;
  checkReminder(draft);
  if (values['IsAllDayEvent'] === true && startOf(draft) === null) {
    const day = textOf(draft, 'ActivityDate');
    if (day === '') throw requiredMissing(['ActivityDate']);
    values['StartDateTime'] = `${day}T00:00:00.000+0000`;
    values['DurationInMinutes'] ??= DAY_MINUTES;
  }
  const startText = startOf(draft);
  const start = startText === null ? null : parseDateTime(startText);
  if (startText === null || start === null) {
    const missing = ['ActivityDateTime'];
    if (values['DurationInMinutes'] === undefined && values['EndDateTime'] === undefined)
      missing.unshift('DurationInMinutes');
    throw requiredMissing(missing);
  }
  const minutes = duration(draft, start);
  const end = new Date(start + minutes * MINUTE_MS);
  values['StartDateTime'] = startText;
  values['ActivityDateTime'] = startText;
  values['ActivityDate'] = startText.slice(0, 10);
  values['DurationInMinutes'] = minutes;
  values['EndDateTime'] = toStamp(end);
  values['EndDate'] = toStamp(end).slice(0, 10);
  values['AccountId'] = accountOf(org, draft);
}

/** Reminder, closed flag and account of a Task. */
export function taskRules(org: Org, draft: Draft): void {
  checkReminder(draft);
  draft.values['IsClosed'] = draft.values['Status'] === 'Completed';
  draft.values['AccountId'] = accountOf(org, draft);
}

/** A campaign member is a lead or a contact. */
export function campaignMemberRules(draft: Draft): void {
  if (textOf(draft, 'LeadId') === '' && textOf(draft, 'ContactId') === '')
    throw requiredMissing(['LeadId', 'ContactId']);
  draft.values['HasResponded'] = draft.values['Status'] === 'Responded';
}
