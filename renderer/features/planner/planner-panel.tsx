import { findRegion } from '../../../shared/domain/lookup';
import type { PlanItem } from '../../../shared/schema/plan';
import { PartnerId } from '../../../shared/schema/ids';
import { useRecords } from '../../data/hooks';
import { useDesk } from '../../widgets/desk-context';
import { useQuarter } from '../../widgets/quarter';
import { ItemInspector, NewItemInspector } from './item-inspector';
import type { ItemPlace } from './item-values';
import { QuarterPanel } from './quarter-panel';
import type { PlanActions } from './use-plan-actions';
import type { PlanView } from './use-planner';

type PlannerPanelProps = {
  readonly openId: string | null;
  readonly place: ItemPlace | null;
  /** Another number begins the new tactic anew, also at the same place. */
  readonly attempt: number;
  readonly showsGoals: boolean;
  /** Partner and region that are filtered to; the goals are theirs. */
  readonly partnerId: string | null;
  readonly region: string | null;
  readonly plan: PlanView;
  readonly actions: PlanActions;
  readonly onSaved: (item: PlanItem) => void;
  readonly onClose: () => void;
};

/** What is open beside the timeline: a tactic, a new one, the goals of the quarter, or nothing. */
export function PlannerPanel(props: PlannerPanelProps) {
  const { playbook } = useDesk();
  const { quarter } = useQuarter();
  const items = useRecords('plan-item');
  const partners = useRecords('partner');
  const item = props.openId === null ? undefined : items.byId.get(props.openId);
  if (props.place !== null)
    return (
      <NewItemInspector
        key={props.attempt}
        place={props.place}
        onSave={props.actions.save}
        onSaved={props.onSaved}
        onClose={props.onClose}
      />
    );
  if (item !== undefined)
    return (
      <ItemInspector
        item={item}
        findings={props.plan.findings.get(item.id) ?? []}
        onSave={props.actions.save}
        onStatus={(which, status) => void props.actions.setStatus(which, status)}
        onClose={props.onClose}
      />
    );
  if (!props.showsGoals) return null;
  const partner = props.partnerId === null ? undefined : partners.byId.get(props.partnerId);
  const region = partner === undefined ? props.region : null;
  return (
    <QuarterPanel
      scope={{ quarter, partnerId: partner === undefined ? null : PartnerId.parse(partner.id), region }}
      title={
        partner?.name ?? (region === null ? 'All partners' : (findRegion(playbook, region)?.label ?? region))
      }
      onClose={props.onClose}
    />
  );
}
