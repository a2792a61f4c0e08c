import { Download, Printer, Target } from 'lucide-react';
import { Button, IconButton } from '../../ui/button';
import { Menu } from '../../ui/menu';
import type { PlanQuery } from './plan-filter';
import { PrintDialog } from './print-dialog';
import { useExports } from './use-exports';
import type { PlanView } from './use-planner';

type PlannerActionsBarProps = {
  readonly plan: PlanView;
  readonly query: PlanQuery;
  readonly asksToPrint: boolean;
  readonly onPrint: (asks: boolean) => void;
  readonly onNew: () => void;
  readonly showsGoals: boolean;
  readonly onGoals: () => void;
};

/** Goals, print, exports, and the new tactic. */
export function PlannerActionsBar(props: PlannerActionsBarProps) {
  const exports = useExports(props.plan);
  return (
    <>
      <IconButton
        label="Goals and planning steps"
        icon={<Target aria-hidden />}
        isSelected={props.showsGoals}
        onPress={props.onGoals}
      />
      <IconButton
        label="Print"
        shortcut="Ctrl P"
        icon={<Printer aria-hidden />}
        onPress={() => props.onPrint(true)}
      />
      <Menu
        label="Export the plan"
        placement="bottom end"
        trigger={<IconButton label="Export" icon={<Download aria-hidden />} />}
        groups={[
          {
            id: 'export',
            entries: [
              { id: 'picture', label: 'Pages (PDF or PNG) …', run: () => props.onPrint(true) },
              { id: 'csv', label: 'Table (CSV)', run: () => void exports.saveCsv() },
              { id: 'ics', label: 'Calendar (iCalendar)', run: () => void exports.saveCalendar() },
            ],
          },
        ]}
      />
      <Button variant="primary" shortcut="N" onPress={props.onNew}>
        New tactic
      </Button>
      {props.asksToPrint ? <PrintDialog query={props.query} onClose={() => props.onPrint(false)} /> : null}
    </>
  );
}
