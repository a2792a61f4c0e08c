import {
  CalendarRange,
  ChartNoAxesColumn,
  FileCheck2,
  Handshake,
  Inbox,
  ListTodo,
  Megaphone,
  Presentation,
  RefreshCw,
  Settings,
  Wallet,
} from 'lucide-react';
import { type ComponentType, lazy, type ReactNode, useState } from 'react';
import { type ScreenName, screenNames } from '../widgets/navigation';
import { loadedScreenCode, screenCode } from './screen-code';

/** A screen of the shell; its code is fetched when it is first shown. */
export type Screen = {
  readonly name: ScreenName;
  readonly title: string;
  readonly icon: ReactNode;
  /** Goes there after `g`. */
  readonly letter: string;
  readonly component: ComponentType;
};

const places = {
  today: { title: 'Today', letter: 't', icon: <ListTodo aria-hidden /> },
  mdf: { title: 'MDF', letter: 'm', icon: <Wallet aria-hidden /> },
  pop: { title: 'POP review', letter: 'o', icon: <FileCheck2 aria-hidden /> },
  planner: { title: 'Planner', letter: 'p', icon: <CalendarRange aria-hidden /> },
  partners: { title: 'Partners', letter: 'a', icon: <Handshake aria-hidden /> },
  programs: { title: 'Programs', letter: 'r', icon: <Megaphone aria-hidden /> },
  engagements: { title: 'Engagements', letter: 'e', icon: <Presentation aria-hidden /> },
  desk: { title: 'Desk', letter: 'd', icon: <Inbox aria-hidden /> },
  reports: { title: 'Reports', letter: 'x', icon: <ChartNoAxesColumn aria-hidden /> },
  sync: { title: 'Sync', letter: 's', icon: <RefreshCw aria-hidden /> },
  settings: { title: 'Settings', letter: ',', icon: <Settings aria-hidden /> },
} as const satisfies Record<ScreenName, Omit<Screen, 'name' | 'component'>>;

/** The screens whose feature is there, in the order of the rail. */
export const screens: readonly Screen[] = screenNames.flatMap((name) => {
  const load = screenCode(name);
  return load === undefined ? [] : [{ name, ...places[name], component: lazyScreen(name, load) }];
});

function lazyScreen(name: ScreenName, load: () => Promise<Record<string, unknown>>): ComponentType {
  const Later = lazy(async () => ({ default: componentOf(name, await load()) }));
  return function ScreenOrLater() {
    // A screen whose code is there is drawn at once: React would hold back what follows a placeholder.
    const [Shown] = useState<ComponentType>(() => {
      const code = loadedScreenCode(name);
      return code === undefined ? Later : componentOf(name, code);
    });
    return <Shown />;
  };
}

function componentOf(name: ScreenName, code: Record<string, unknown>): ComponentType {
  const exported = `${name.charAt(0).toUpperCase()}${name.slice(1)}Screen`;
  const component = code[exported];
  if (!isComponent(component)) throw new Error(`features/${name}/${name}-screen.tsx exports no ${exported}`);
  return component;
}

function isComponent(value: unknown): value is ComponentType {
  return typeof value === 'function';
}
