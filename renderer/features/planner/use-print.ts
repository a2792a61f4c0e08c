import { useMemo } from 'react';
import { printPages, type PrintPage, slicesOf } from '../../../shared/domain/planning/print-layout';
import type { PageFormat } from '../../../shared/ipc/contract';
import type { PlanItem } from '../../../shared/schema/plan';
import { useDesk } from '../../widgets/desk-context';
import { printBox } from './print-box';
import { type PrintOptions, printWindow } from './print-options';
import { usePlan } from './use-planner';

const LABEL_POINTS = 70;

/** The pages that the options come to on a paper. */
export function usePrintPages(options: PrintOptions, format: PageFormat): PrintPage<PlanItem>[] {
  const { playbook } = useDesk();
  const plan = usePlan(options);
  return useMemo(() => {
    const box = printBox(format, options.phases);
    return printPages({
      items: plan.items,
      partners: plan.partners,
      slices: slicesOf(printWindow(options, playbook), options.monthsPerPage),
      emptyRows: options.emptyRows,
      metrics: { laneHeight: box.laneHeight, rowPadding: box.rowPadding, bodyHeight: box.bodyHeight },
      minimumDays: (days) => Math.ceil((LABEL_POINTS * days) / box.trackWidth),
    });
  }, [plan.items, plan.partners, options, format, playbook]);
}
