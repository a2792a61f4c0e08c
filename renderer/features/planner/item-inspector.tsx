import { useId } from 'react';
import type { PlanFinding } from '../../../shared/domain/planning/plan-checks';
import type { Result } from '../../../shared/lib/result';
import type { PlanItem } from '../../../shared/schema/plan';
import type { PlanItemForm } from '../../../shared/usecases/plan/plan-item-form';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { useAudit, useRecord } from '../../data/hooks';
import { Button } from '../../ui/button';
import { Disclosure } from '../../ui/disclosure';
import { Inspector } from '../../ui/inspector';
import { Section } from '../../ui/page-frame';
import { Notice } from '../../ui/states';
import { useDesk } from '../../widgets/desk-context';
import { HistoryList } from '../../widgets/history-list';
import { useNavigation } from '../../widgets/navigation';
import { useOwnFormats } from '../../widgets/own-formats';
import { PopLine, usePopOf } from '../../widgets/pop-line';
import { RemoteLinks } from '../../widgets/remote-links';
import { planStatus, StatusOf } from '../../widgets/status-of';
import { ItemForm } from './item-form';
import { type ItemPlace, newValues, valuesOfItem } from './item-values';
import styles from './planner.module.css';

type Save = (opened: PlanItem | null, form: PlanItemForm) => Promise<Result<PlanItem, UseCaseProblem>>;

type ItemInspectorProps = {
  readonly item: PlanItem;
  readonly findings: readonly PlanFinding[];
  readonly onSave: Save;
  readonly onStatus: (item: PlanItem, status: PlanItem['status']) => void;
  readonly onClose: () => void;
};

/** One tactic or milestone beside the timeline, to read and to change. */
export function ItemInspector({ item, findings, onSave, onStatus, onClose }: ItemInspectorProps) {
  const formId = useId();
  const { playbook } = useDesk();
  const own = useOwnFormats();
  const history = useAudit({ kind: 'plan-item', id: item.id });
  const go = useNavigation((navigation) => navigation.go);
  const request = useRecord('fund-request', item.requestId);
  const popOf = usePopOf();
  const pop = request === undefined ? null : popOf(request);
  const isCancelled = item.status === 'cancelled';
  return (
    <Inspector
      title={item.title}
      eyebrow={<StatusOf status={planStatus(item.status, playbook)} />}
      name="planner"
      onClose={onClose}
      footer={
        <>
          <Button
            variant={isCancelled ? 'secondary' : 'quiet'}
            onPress={() => onStatus(item, isCancelled ? 'planned' : 'cancelled')}
          >
            {isCancelled ? 'Plan again' : `Cancel ${item.kind}`}
          </Button>
          <Button type="submit" form={formId} variant="primary">
            Save
          </Button>
        </>
      }
    >
      {findings.map((finding) => (
        <div key={finding.code} className={styles.finding}>
          <Notice tone="waiting">{own(`${finding.message} ${finding.fix}`)}</Notice>
        </div>
      ))}
      <ItemForm
        key={item.id}
        formId={formId}
        item={item}
        initial={valuesOfItem(item)}
        onSave={onSave}
        onSaved={() => undefined}
      />
      <Section title="Linked">
        {request === undefined ? null : (
          <Button variant="quiet" onPress={() => go('mdf', { id: request.id })}>
            {`Open ${request.portalNumber ?? 'MDF request'}`}
          </Button>
        )}
        {pop === null ? null : <PopLine pop={pop} />}
        <RemoteLinks links={[{ id: 'issue', label: 'Issue', ref: item.gitlab }]} />
      </Section>
      <Disclosure title="History" meta={history?.length ?? 0}>
        <HistoryList entries={history ?? []} />
      </Disclosure>
    </Inspector>
  );
}

type NewItemInspectorProps = {
  readonly place: ItemPlace;
  readonly onSave: Save;
  readonly onSaved: (item: PlanItem) => void;
  readonly onClose: () => void;
};

/** A tactic that is being made; nothing is stored until it is saved. */
export function NewItemInspector({ place, onSave, onSaved, onClose }: NewItemInspectorProps) {
  const formId = useId();
  const { playbook, settings } = useDesk();
  const partner = useRecord('partner', place.partnerId);
  return (
    <Inspector
      title="New tactic"
      name="planner"
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            Discard
          </Button>
          <Button type="submit" form={formId} variant="primary">
            Add to the plan
          </Button>
        </>
      }
    >
      <ItemForm
        key={`${place.partnerId}:${place.start}:${place.end}`}
        formId={formId}
        item={null}
        initial={newValues(place, partner, playbook, settings)}
        onSave={onSave}
        onSaved={onSaved}
      />
    </Inspector>
  );
}
