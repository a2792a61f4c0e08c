import { activityLabel, findGtmMotion, findRegion } from '../../shared/domain/lookup';
import { labelOfStage } from '../../shared/domain/pop/labels';
import type { Playbook } from '../../shared/playbook/playbook';
import { PopStage } from '../../shared/schema/claim';

/** What the playbook calls the value of a field; one that it does not know is given back as it is. */
export function keyText(field: string, key: string, playbook: Playbook): string {
  switch (field) {
    case 'activityType':
      return activityLabel(playbook, key);
    case 'gtmMotion':
      return findGtmMotion(playbook, key)?.label ?? key;
    case 'region':
      return findRegion(playbook, key)?.label ?? key;
    case 'type':
      return playbook.planning.tacticTypes.find((type) => type.key === key)?.label ?? key;
    case 'excludedCosts':
      return playbook.mdf.neverFunded.find((cost) => cost.key === key)?.label ?? key;
    case 'conditions':
      return (
        playbook.mdf.activityTypes.flatMap(({ conditions }) => conditions).find((one) => one.key === key)
          ?.text ?? key
      );
    case 'stage': {
      const stage = PopStage.safeParse(key);
      return stage.success ? labelOfStage(stage.data, playbook) : key;
    }
    case 'state':
    case 'status':
      return stateWord(key);
    default:
      return key;
  }
}

/** A state that travels as one word, in the words of the screens. */
function stateWord(value: string): string {
  const level = /^in-review-(\d+)$/.exec(value)?.[1];
  if (level !== undefined) return `In review, level ${level}`;
  return stateWords[value] ?? value;
}

const stateWords: Readonly<Record<string, string>> = {
  draft: 'Draft',
  'in-review': 'In review',
  approved: 'Approved',
  declined: 'Declined',
  rejected: 'Rejected',
  'sent-back': 'Sent back',
  withdrawn: 'Withdrawn',
  paid: 'Paid',
  opened: 'Open',
  closed: 'Closed',
};
