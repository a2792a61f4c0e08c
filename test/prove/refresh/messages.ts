import type { ConnectInput } from '../../../electron/remotes/remotes';
import type { PresenceRequest, PullRequest, RemoteCommand } from '../../../shared/schema/remote-command';

/** Where around the storing of new tokens the process dies. */
export const killPoints = [
  'before-request',
  'after-answer',
  'before-write',
  'before-rename',
  'after-rename',
  'after-save',
] as const;
export type KillPoint = (typeof killPoints)[number];

/** What the child is asked to do. */
export type Order = { readonly id: number } & (
  | { readonly do: 'arm'; readonly point: KillPoint }
  | { readonly do: 'connect'; readonly input: ConnectInput }
  | { readonly do: 'execute'; readonly command: RemoteCommand }
  | { readonly do: 'pull'; readonly request: PullRequest }
  | { readonly do: 'presence'; readonly request: PresenceRequest }
  | { readonly do: 'connections' }
);

export type Answer = { readonly id: number; readonly value: unknown };
