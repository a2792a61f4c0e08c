import { z } from '../../../../shared/schema/zod';
import { type ApprovalRequest, definitionsOf, runApproval } from '../approvals';
import { ApiError, badJson } from '../errors';
import { actorOf, json, objectFinder, readJson, type RestApp, type RestContext, type Runtime } from './env';

const PATH = '/services/data/:version/process/approvals';

const Body = z.object({
  requests: z.array(
    z.object({
      actionType: z.string(),
      contextId: z.string(),
      comments: z.string().nullish(),
      nextApproverIds: z.array(z.string()).nullish(),
      processDefinitionNameOrId: z.string().nullish(),
    }),
  ),
});

function list(runtime: Runtime, c: RestContext): Response {
  const find = objectFinder(runtime, c);
  const approvals: Record<string, unknown[]> = {};
  for (const one of definitionsOf(runtime.org)) {
    const object = String(one['TableEnumOrId']);
    if (!find(object)) continue;
    const entry = { description: one['Description'], id: one['Id'], name: one['Name'], object, sortOrder: 1 };
    approvals[object] = [...(approvals[object] ?? []), entry];
  }
  return json({ approvals });
}

/** Each request stands for itself: what succeeds stays, what does not carries its errors. */
async function run(runtime: Runtime, c: RestContext): Promise<Response> {
  const parsed = Body.safeParse(await readJson(c));
  if (!parsed.success) throw badJson(parsed.error.issues[0]?.message ?? 'requests is required');
  const actor = actorOf(c);
  const results = parsed.data.requests.map((one) => {
    const request: ApprovalRequest = {
      actionType: one.actionType,
      contextId: one.contextId,
      comments: one.comments ?? null,
      nextApproverIds: one.nextApproverIds ?? [],
      processDefinitionNameOrId: one.processDefinitionNameOrId ?? null,
    };
    try {
      return runApproval(runtime.org, actor, request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return {
        actorIds: null,
        entityId: null,
        errors: [error.asResult()],
        instanceId: null,
        instanceStatus: null,
        newWorkitemIds: null,
        success: false,
      };
    }
  });
  return json(results);
}

/** Routes for approval processes: which there are, and submitting, approving and rejecting. */
export function addApprovalRoutes(rest: RestApp, runtime: Runtime): void {
  rest.get(PATH, (c) => list(runtime, c));
  rest.post(PATH, (c) => run(runtime, c));
}
