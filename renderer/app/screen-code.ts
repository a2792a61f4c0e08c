type ScreenModule = Record<string, unknown>;

// Each feature brings its screen as `features/<name>/<name>-screen.tsx`, which exports `<Name>Screen`.
const found = import.meta.glob<ScreenModule>('../features/*/*-screen.tsx');

const loaded = new Map<string, ScreenModule>();

/** Loads the code of a screen; undefined when its feature is not there. */
export function screenCode(name: string): (() => Promise<ScreenModule>) | undefined {
  const load = found[`../features/${name}/${name}-screen.tsx`];
  if (load === undefined) return undefined;
  return async () => {
    const code = await load();
    loaded.set(name, code);
    return code;
  };
}

/** The code of a screen if it has been loaded already. */
export function loadedScreenCode(name: string): ScreenModule | undefined {
  return loaded.get(name);
}

/** Loads the screen that an address such as `#/mdf?id=42` shows, Today for none; resolves when that is done or failed. */
export async function loadScreenAt(hash: string): Promise<void> {
  const name = /^#\/?([a-z]+)/.exec(hash)?.[1] ?? 'today';
  // The screen itself says what went wrong when it is shown.
  await screenCode(name)?.().catch(() => undefined);
}
