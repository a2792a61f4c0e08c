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

/** What typed text belongs to: another screen takes its place, or another quarter does too. */
export type Holder = 'screen' | 'quarter';

/** The present place of a window, and the ways to another. */
export type Navigation = Route & {
  /** Goes to a screen; the way back is the back button. */
  readonly go: (screen: ScreenName, params?: Route['params']) => void;
  /**
   * Changes parameters of the present screen; null removes one. `push` makes a step that the back button undoes,
   * without it the present step is changed in place.
   */
  readonly setParams: (change: Readonly<Record<string, string | null>>, how?: 'push' | 'replace') => void;
  /** What waits for the person's word, because what she typed would be lost by it; null for nothing. */
  readonly leaving: (() => void) | null;
  /** Says that text is typed and not saved; gives what ends that. */
  readonly hold: (by: Holder) => () => void;
  readonly isHeld: (by?: 'quarter') => boolean;
  /** Does what takes the place of typed text, after asking where some would be lost; of a quarter's, with `by`. */
  readonly leave: (then: () => void, by?: 'quarter') => void;
  /** Her word: whether what waits is done. */
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

function show(store: NavigationStore, view: Window, route: Route, how: 'push' | 'replace'): void {
  const hash = hashOfRoute(route);
  if (hash !== view.location.hash)
    view.history[how === 'push' ? 'pushState' : 'replaceState'](null, '', hash);
  store.setState(route);
}

/** Makes the route of a window from its address; going somewhere changes the address too. */
export function createNavigation(view: Window): NavigationStore {
  const holders = new Map<symbol, Holder>();
  const store = createStore<Navigation>()((set, get) => ({
    ...routeOfHash(view.location.hash),
    leaving: null,
    go(screen, params) {
      const to = () => show(store, view, { screen, params: params ?? {} }, 'push');
      if (screen === get().screen) to();
      else get().leave(to);
    },
    setParams: (change, how) => {
      const { screen, params } = get();
      const next = Object.entries({ ...params, ...change }).filter(
        (entry): entry is [string, string] => entry[1] !== null,
      );
      show(store, view, { screen, params: Object.fromEntries(next) }, how ?? 'replace');
    },
    hold(by) {
      const holder = Symbol('unsaved');
      holders.set(holder, by);
      return () => void holders.delete(holder);
    },
    isHeld: (by) => (by === undefined ? holders.size > 0 : [...holders.values()].includes(by)),
    leave(then, by) {
      if (get().isHeld(by)) set({ leaving: then });
      else then();
    },
    answer(goes) {
      const { leaving } = get();
      set({ leaving: null });
      if (goes) leaving?.();
    },
  }));
  return store;
}

/** Keeps the window from closing and loading anew without a question while typed text is not saved; the returned function ends that. */
export function guardWindow(store: NavigationStore, view: Window): () => void {
  const guard = (event: BeforeUnloadEvent) => {
    if (store.getState().isHeld()) event.preventDefault();
  };
  view.addEventListener('beforeunload', guard);
  return () => view.removeEventListener('beforeunload', guard);
}

/** Follows the window's address, so that links, back and forward work; the returned function ends that. */
export function followAddress(store: NavigationStore, view: Window): () => void {
  const follow = () => {
    const { screen, params, isHeld, leave } = store.getState();
    const route = routeOfHash(view.location.hash);
    if (route.screen === screen || !isHeld()) return store.setState(route);
    // The address stays that of what is shown, until the person has answered.
    view.history.pushState(null, '', hashOfRoute({ screen, params }));
    leave(() => show(store, view, route, 'push'));
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

/** While something is entered and not saved, the person is asked before something else takes its place. */
export function useUnsaved(isUnsaved: boolean, by: Holder = 'screen'): void {
  const hold = useNavigation((navigation) => navigation.hold);
  useEffect(() => (isUnsaved ? hold(by) : undefined), [isUnsaved, hold, by]);
}

/** The way out of a dialog with a form: where something is typed or ticked in it, the person is asked first. */
export function useWayOut(isEntered: boolean, onClose: () => void): () => void {
  useUnsaved(isEntered);
  const leave = useNavigation((navigation) => navigation.leave);
  return () => leave(onClose);
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
