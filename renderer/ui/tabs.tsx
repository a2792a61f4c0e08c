import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import { cx } from './cx';
import { Badge } from './status';
import styles from './tabs.module.css';

type TabItem<Id extends string> = {
  readonly id: Id;
  readonly title: string;
  readonly count?: number;
  readonly content: ReactNode;
};

type TabsProps<Id extends string> = {
  /** What the tabs divide, for screen readers. */
  readonly label: string;
  readonly tabs: readonly TabItem<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
};

/** Parts of one thing of which one is seen at a time. */
export function Tabs<Id extends string>({ label, tabs, value, onChange }: TabsProps<Id>) {
  return (
    <AriaTabs
      className={cx(styles.tabs)}
      selectedKey={value}
      onSelectionChange={(key) => {
        const tab = tabs.find(({ id }) => id === key);
        if (tab !== undefined) onChange(tab.id);
      }}
    >
      <TabList aria-label={label} className={cx(styles.list)}>
        {tabs.map(({ id, title, count }) => (
          <Tab key={id} id={id} className={cx(styles.tab)}>
            {title}
            {count === undefined ? null : <Badge>{count}</Badge>}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={cx(styles.panel)}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
