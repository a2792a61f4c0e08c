import type { Call, Wire } from './world';

/** Where a request is cut; each leaves the app in another kind of doubt. */
export const cutPoints = [
  'before-send',
  'mid-body',
  'no-reply',
  'error-after-commit',
  'late-commit',
  'killed',
] as const;
export type CutPoint = (typeof cutPoints)[number];

/** When a request that was given up takes effect after all: after the look but before the repeat, right after it, or minutes later. */
export type Lateness = 'before-repeat' | 'after-repeat' | 'minutes-later';

/** True for requests that may change something; signing in is none. */
export function isWrite({ method, path }: Call): boolean {
  return method !== 'GET' && !path.includes('/oauth2/') && !path.includes('/oauth/');
}

function broken(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

/** The network refused the connection: nothing left. */
export function refusedConnection(): Error {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  });
  return new TypeError('fetch failed', { cause });
}

/** The connection broke or fell silent after the request had begun to leave. */
export function lostConnection(code = 'ECONNRESET'): Error {
  return broken(code);
}

/** Cuts a request; `hold` keeps it to take effect later, `kill` ends the process that sent it. */
export async function strike(
  point: CutPoint,
  call: Call,
  { hold, kill }: { readonly hold: () => void; readonly kill: () => void },
): Promise<Response> {
  switch (point) {
    case 'before-send':
      throw refusedConnection();
    case 'mid-body':
      throw lostConnection();
    case 'no-reply':
      await call.deliver();
      throw lostConnection();
    case 'error-after-commit':
      await call.deliver();
      return new Response('<html>Bad gateway</html>', { status: 502 });
    case 'late-commit':
      hold();
      throw lostConnection('UND_ERR_HEADERS_TIMEOUT');
    case 'killed':
      await call.deliver();
      kill();
      throw lostConnection();
  }
}

/** One cut through the n-th write, counted from 1. */
export type Cut = {
  readonly point: CutPoint;
  readonly at: number;
  readonly lateness: Lateness;
  /** Called when the process is to die: its request has taken effect, nothing after it happens. */
  readonly kill: () => void;
};

/** A wire that cuts one write and delivers everything else. */
export type CutWire = {
  readonly wire: Wire;
  /** Whether the cut was made. */
  hit(): boolean;
  /** Lets a request that was given up take effect now, if it has not yet. */
  flush(): Promise<void>;
};

/** Makes a wire with one cut. */
export function cutWire(cut: Cut): CutWire {
  let writes = 0;
  let hit = false;
  let late: Call | null = null;

  async function flush(): Promise<void> {
    const call = late;
    late = null;
    await call?.deliver();
  }

  return {
    hit: () => hit,
    flush,
    async wire(call) {
      if (!isWrite(call)) return call.deliver();
      writes += 1;
      if (!hit && writes === cut.at) {
        hit = true;
        return strike(cut.point, call, {
          hold: () => {
            late = call;
          },
          kill: cut.kill,
        });
      }
      const repeats = late !== null && late.method === call.method && late.path === call.path;
      if (repeats && cut.lateness === 'before-repeat') await flush();
      const answer = await call.deliver();
      if (repeats && cut.lateness === 'after-repeat') await flush();
      return answer;
    },
  };
}
