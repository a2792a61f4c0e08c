import { createContext, useContext, useEffect } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';

/** Names of the screens; the shell shows those whose feature is there. */
export const screenNames = [
  'today',
  'mdf',
  'pop',
  'planner',
  'partners',
  'programs',
  'engagements',
  'desk',
  'reports',
  'sync',
  'settings',
] as const;
/** Name of a screen, as addresses spell it. */
export type ScreenName = (typeof screenNames)[number];

/** Where the person is: a screen, and what is open in it (`id`, `tab`, …). */
export type Route = {
  readonly screen: ScreenName;
  readonly params: Readonly<Record<string, string>>;
};

/** The present place of a window, and the ways to another. */
export type Navigation = Route & {
  /** Goes to a screen; the way back is the back button. */
  readonly go: (screen: ScreenName, params?: Route['params']) => void;
  /**
   * Changes parameters of the present screen; null removes one. `push` makes a step that the back button undoes,
   * without it the present step is changed in place.
   */
  readonly setParams: (change: Readonly<Record<string, string | null>>, how?: 'push' | 'replace') => void;
  /** The way that waits for the person's word, because what she typed would be lost on it; null for none. */
  readonly leaving: Route | null;
  /** Keeps the screen until the person was asked, for text that is not saved; gives what ends that. */
  readonly hold: () => () => void;
  /** Whether the way to a route has to wait for the person's word, and then asks for it. */
  readonly ask: (route: Route) => boolean;
  /** Her word: goes the way that waits, or stays. */
  readonly answer: (goes: boolean) => void;
};

const START: Route = { screen: 'today', params: {} };

/** Reads a route from an address such as `#/mdf?id=42`; an unknown screen gives the start. */
export function routeOfHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const screen = screenNames.find((name) => name === path);
  if (screen === undefined) return START;
  return { screen, params: Object.fromEntries(new URLSearchParams(query)) };
}

/** Writes a route as an address, parameters in alphabetical order. */
export function hashOfRoute({ screen, params }: Route): string {
  const query = new URLSearchParams(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))).toString();
  return query === '' ? `#/${screen}` : `#/${screen}?${query}`;
}

/** The route of one window. */
export type NavigationStore = StoreApi<Navigation>;

/** Makes the route of a window from its address; going somewhere changes the address too. */
export function createNavigation(view: Window): NavigationStore {
  function show(route: Route, how: 'push' | 'replace'): void {
    const hash = hashOfRoute(route);
    if (hash !== view.location.hash)
      view.history[how === 'push' ? 'pushState' : 'replaceState'](null, '', hash);
    store.setState(route);
  }
  const holders = new Set<symbol>();
  const store = createStore<Navigation>()((set, get) => ({
    ...routeOfHash(view.location.hash),
    leaving: null,
    go(screen, params) {
      const route = { screen, params: params ?? {} };
      if (!get().ask(route)) show(route, 'push');
    },
    hold() {
      const holder = Symbol('unsaved');
      holders.add(holder);
      return () => void holders.delete(holder);
    },
    ask(route) {
      if (holders.size === 0 || route.screen === get().screen) return false;
      set({ leaving: route });
      return true;
    },
    answer(goes) {
      const { leaving } = get();
      set({ leaving: null });
      if (goes && leaving !== null) show(leaving, 'push');
    },
    setParams: (change, how) => {
      const { screen, params } = get();
      const next = Object.entries({ ...params, ...change }).filter(
        (entry): entry is [string, string] => entry[1] !== null,
      );
      show({ screen, params: Object.fromEntries(next) }, how ?? 'replace');
    },
  }));
  return store;
}

/** Follows the window's address, so that links, back and forward work; the returned function ends that. */
export function followAddress(store: NavigationStore, view: Window): () => void {
  const follow = () => {
    const { screen, params, ask } = store.getState();
    const route = routeOfHash(view.location.hash);
    if (!ask(route)) return store.setState(route);
    // The address stays that of what is shown.
    view.history.pushState(null, '', hashOfRoute({ screen, params }));
  };
  view.addEventListener('popstate', follow);
  view.addEventListener('hashchange', follow);
  return () => {
    view.removeEventListener('popstate', follow);
    view.removeEventListener('hashchange', follow);
  };
}

/** Set once by the app's root. */
export const NavigationContext = createContext<NavigationStore | null>(null);

/** A part of the navigation, `useNavigation((n) => n.go)`; redraws only when that part changes. */
export function useNavigation<T>(select: (navigation: Navigation) => T): T {
  const store = useContext(NavigationContext);
  if (store === null) throw new Error('no navigation above this component');
  return useStore(store, select);
}

/** While text is typed and not saved, the person is asked before another screen takes its place. */
export function useUnsaved(isUnsaved: boolean): void {
  const hold = useNavigation((navigation) => navigation.hold);
  useEffect(() => {
    return isUnsaved ? hold() : undefined;
  }, [isUnsaved, hold]);
}

/** A parameter of the present screen (null when absent) and how to change it: `const [id, setId] = useParam('id')`. */
export function useParam(
  name: string,
  how: 'push' | 'replace' = 'replace',
): readonly [string | null, (value: string | null) => void] {
  const value = useNavigation(({ params }) => params[name] ?? null);
  const setParams = useNavigation((navigation) => navigation.setParams);
  return [value, (next) => setParams({ [name]: next }, how)];
}
