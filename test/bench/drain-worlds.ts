import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect } from 'vite';
import type { Remote } from '../../shared/ports/remote';
import { RemoteCommand, type CrmPut, PresenceRequest, PullRequest } from '../../shared/schema/remote-command';
import { z } from '../../shared/schema/zod';
import { changeRemotely } from '../emulators/salesforce/control';
import { inProcessRemotes, type InProcess } from '../support/in-process-remotes';
import { shippedPlaybook } from '../support/shipped-playbook';
import { issuesOf, partnersOf } from '../sync/support/server-feeds';
import { OF_EACH } from './of-each';

/** How long each request takes at least, as over a good line; without it the emulators answer faster than any server. */
export const LATENCY_MS = 25;

const START = Date.parse('2026-11-02T09:00:00.000Z');

async function aWorld(): Promise<InProcess> {
  let isPreparing = true;
  const world = await inProcessRemotes({
    playbook: shippedPlaybook(),
    start: START,
    async afterAnswer() {
      if (!isPreparing) await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
      return undefined;
    },
  });
  isPreparing = false;
  const partner = partnersOf(world).make('Bench Partner');
  const issues = issuesOf(world, '2026-12-01');
  for (let n = 0; n < OF_EACH; n += 1) {
    const fields = {
      Title: `Roadshow ${n}`,
      Activity: 'Events/Webinars',
      ChannelPartnerId: partner,
      Status: 'Draft',
      RequestedAmount: 1000,
      Total_Cost__c: 2000,
      Region__c: 'EMEA',
      Activity_Start__c: '2026-12-10',
      Activity_End__c: '2026-12-10',
    };
    changeRemotely(world.org, { action: 'create', object: 'PartnerFundRequest', fields });
    issues.make(`Milestone ${n}`);
  }
  return world;
}

const Call = z.discriminatedUnion('method', [
  z.object({ method: z.literal('execute'), given: RemoteCommand }),
  z.object({ method: z.literal('putAll'), given: z.array(RemoteCommand) }),
  z.object({ method: z.literal('pull'), given: PullRequest }),
  z.object({ method: z.literal('presence'), given: PresenceRequest }),
  z.object({ method: z.literal('asked'), given: z.null() }),
]);

/** One request to the remotes, as it comes from a page in place of the app's inner channel. */
export type WorldCall = z.input<typeof Call>;

/** Requests that reached each system since the last question. */
export type Asked = { readonly salesforce: number; readonly gitlab: number };

function asked(world: InProcess): Asked {
  const all = world.asked.splice(0);
  const gitlab = all.filter((line) => line.includes(' /api/v4/')).length;
  return { salesforce: all.length - gitlab, gitlab };
}

function answerOf(world: InProcess, remote: Remote, call: z.output<typeof Call>): Promise<unknown> {
  switch (call.method) {
    case 'execute':
      return remote.execute(call.given);
    case 'putAll':
      return remote.putAll(call.given.filter((command): command is CrmPut => command.kind === 'crm.put'));
    case 'pull':
      return remote.pull(call.given);
    case 'presence':
      return remote.presence(call.given);
    case 'asked':
      return Promise.resolve(asked(world));
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** Answers a page's calls of the remotes over one pair of emulated servers of its own. */
export async function worldHandler(): Promise<Connect.SimpleHandleFunction> {
  const world = await aWorld();
  return (request: IncomingMessage, response: ServerResponse) => {
    void (async () => {
      const call = Call.parse(JSON.parse(await textOf(request)));
      const answer = await answerOf(world, world.remotes, call);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    })().catch((cause: unknown) => {
      response.statusCode = 500;
      response.end(String(cause));
    });
  };
}
