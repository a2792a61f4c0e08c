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

/** Where a call that carries many writes is cut: as any other, or when half of its writes have taken effect. */
export const bundleCutPoints = [...cutPoints, 'half-committed'] as const;
export type BundleCutPoint = (typeof bundleCutPoints)[number];

/** When a request that was given up takes effect after all: after the look but before the repeat, right after it, or minutes later. */
export type Lateness = 'before-repeat' | 'after-repeat' | 'minutes-later';

/** True for requests that may change something; signing in is none, nor is a question that is too long for an address. */
export function isWrite({ method, path }: Call): boolean {
  const isQuestion =
    path.includes('/oauth2/') || path.includes('/oauth/') || path.includes('/composite/sobjects/');
  return method !== 'GET' && !isQuestion;
}

/** True for the call that carries many writes to Salesforce. */
export function isBundle({ method, path }: Call): boolean {
  return method === 'POST' && path.endsWith('/composite');
}

/** The same call with the first half of its writes, at least one. */
function firstHalf(call: Call): string {
  const whole = JSON.parse(call.body ?? '{}') as { readonly compositeRequest?: readonly unknown[] };
  const writes = whole.compositeRequest ?? [];
  return JSON.stringify({ ...whole, compositeRequest: writes.slice(0, Math.ceil(writes.length / 2)) });
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
  point: BundleCutPoint,
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
    case 'half-committed':
      await call.deliver(firstHalf(call));
      throw lostConnection();
  }
}

/** One cut through the n-th request of a kind, counted from 1. */
export type Cut = {
  readonly point: BundleCutPoint;
  /** What is counted and cut. */
  readonly of: (call: Call) => boolean;
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
  /** Requests of the kind so far. */
  met(): number;
  /** Lets a request that was given up take effect now, if it has not yet. */
  flush(): Promise<void>;
};

/** Makes a wire with one cut. */
export function cutWire(cut: Cut): CutWire {
  let met = 0;
  let hit = false;
  let late: Call | null = null;

  async function flush(): Promise<void> {
    const call = late;
    late = null;
    await call?.deliver();
  }

  return {
    hit: () => hit,
    met: () => met,
    flush,
    async wire(call) {
      if (!isWrite(call)) return call.deliver();
      if (cut.of(call)) met += 1;
      if (!hit && cut.of(call) && met === cut.at) {
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
