import { ApiError } from './errors';
import { toId18 } from './ids';
import { APPROVABLE } from './metadata/objects-approvals';
import type { FieldValue, StoredRecord } from './metadata/types';
import type { Actor, Org } from './org';
import { updateRecord } from './records/write';

/** What a request asks of an approval process. */
export interface ApprovalRequest {
  readonly actionType: string;
  /** The record to submit; for the other actions its work item. */
  readonly contextId: string;
  readonly comments: string | null;
  readonly nextApproverIds: readonly string[];
  readonly processDefinitionNameOrId: string | null;
}

/** What became of a request. */
export interface ApprovalResult {
  readonly actorIds: readonly string[] | null;
  readonly entityId: string;
  readonly errors: null;
  readonly instanceId: string;
  readonly instanceStatus: string;
  readonly newWorkitemIds: readonly string[];
  readonly success: true;
}

function put(org: Org, actor: Actor, object: string, fields: Record<string, FieldValue>): StoredRecord {
  const def = org.metadata.object(object);
  if (!def) throw new ApiError(400, 'INVALID_TYPE', `sObject type '${object}' is not supported.`);
  const now = org.stamp();
  const { userId } = actor;
  const record = {
    CreatedDate: now,
    CreatedById: userId,
    ...fields,
    Id: fields['Id'] ?? org.makeId(def.keyPrefix),
    LastModifiedDate: now,
    LastModifiedById: userId,
    SystemModstamp: now,
    ...(org.metadata.field(def, 'IsDeleted') ? { IsDeleted: false } : {}),
  };
  org.store.put(object, record);
  return record;
}

/** The approval processes of an org: one for each object that has any, made when they are first asked for. */
export function definitionsOf(org: Org): readonly StoredRecord[] {
  const known = [...org.store.all('ProcessDefinition')];
  if (known.length > 0) return known;
  const [user] = org.store.all('User');
  const actor: Actor = { userId: String(user?.['Id']), allowDuplicates: false };
  return APPROVABLE.filter((name) => org.metadata.object(name)).map((name) =>
    put(org, actor, 'ProcessDefinition', {
      Name: `${org.metadata.object(name)?.label ?? name} Approval`,
      DeveloperName: `${name}_Approval`,
      Type: 'Approval',
      Description: null,
      TableEnumOrId: name,
      State: 'Active',
    }),
  );
}

function pendingInstance(org: Org, recordId: string): StoredRecord | undefined {
  return (
    org.store
      .find('ProcessInstance', 'TargetObjectId', recordId)
      .map((id) => org.store.get('ProcessInstance', id))
      .find((record) => record?.['Status'] === 'Pending') ?? undefined
  );
}

function noProcess(): ApiError {
  return new ApiError(400, 'NO_APPLICABLE_PROCESS', 'No applicable approval process was found.', []);
}

function submit(org: Org, actor: Actor, request: ApprovalRequest): ApprovalResult {
  const id = toId18(request.contextId);
  const def = id ? org.metadata.ofId(id) : null;
  if (!id || !def || !org.store.get(def.name, id))
    throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  const wanted = request.processDefinitionNameOrId;
  const definition = definitionsOf(org).find(
    (one) =>
      one['TableEnumOrId'] === def.name &&
      (wanted === null || one['DeveloperName'] === wanted || one['Id'] === toId18(wanted)),
  );
  if (!definition) throw noProcess();
  if (pendingInstance(org, id))
    throw new ApiError(400, 'ALREADY_IN_PROCESS', 'Cannot submit object already in process.', []);
  const approvers = request.nextApproverIds.map((text) => {
    const approver = toId18(text);
    if (!approver || !org.store.get('User', approver))
      throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [
        'nextApproverIds',
      ]);
    return approver;
  });
  const actors = approvers.length > 0 ? approvers : [actor.userId];
  const instance = put(org, actor, 'ProcessInstance', {
    ProcessDefinitionId: String(definition['Id']),
    TargetObjectId: id,
    Status: 'Pending',
    SubmittedById: actor.userId,
  });
  const instanceId = String(instance['Id']);
  put(org, actor, 'ProcessInstanceStep', {
    ProcessInstanceId: instanceId,
    StepStatus: 'Started',
    OriginalActorId: actor.userId,
    ActorId: actor.userId,
    Comments: request.comments,
  });
  const workitems = actors.map((actorId) =>
    put(org, actor, 'ProcessInstanceWorkitem', {
      ProcessInstanceId: instanceId,
      OriginalActorId: actorId,
      ActorId: actorId,
    }),
  );
  return {
    actorIds: actors,
    entityId: id,
    errors: null,
    instanceId,
    instanceStatus: 'Pending',
    newWorkitemIds: workitems.map((item) => String(item['Id'])),
    success: true,
  };
}

function decide(
  org: Org,
  actor: Actor,
  request: ApprovalRequest,
  status: 'Approved' | 'Rejected',
): ApprovalResult {
  const workitemId = toId18(request.contextId);
  const workitem = workitemId ? org.store.get('ProcessInstanceWorkitem', workitemId) : null;
  if (!workitemId || !workitem)
    throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  if (workitem['ActorId'] !== actor.userId)
    throw new ApiError(
      400,
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
      'insufficient access rights on cross-reference id',
      [],
    );
  const instanceId = String(workitem['ProcessInstanceId']);
  const instance = org.store.get('ProcessInstance', instanceId);
  const entityId = String(instance?.['TargetObjectId']);
  const def = org.metadata.ofId(entityId);
  if (!instance || !def) throw noProcess();
  // The final action of these processes: the record takes the decision as its status.
  org.metadata.unrestricted(() => updateRecord(org, actor, def, entityId, { Status: status }));
  put(org, actor, 'ProcessInstance', {
    ...instance,
    Status: status,
    CompletedDate: org.stamp(),
    LastActorId: actor.userId,
  });
  put(org, actor, 'ProcessInstanceStep', {
    ProcessInstanceId: instanceId,
    StepStatus: status,
    OriginalActorId: String(workitem['OriginalActorId']),
    ActorId: actor.userId,
    Comments: request.comments,
  });
  // The first answer decides; what waited for the others is gone.
  for (const id of org.store.find('ProcessInstanceWorkitem', 'ProcessInstanceId', instanceId))
    org.store.purge('ProcessInstanceWorkitem', id);
  return {
    actorIds: null,
    entityId,
    errors: null,
    instanceId,
    instanceStatus: status,
    newWorkitemIds: [],
    success: true,
  };
}

/** Submits, approves or rejects; throws the refusal. */
export function runApproval(org: Org, actor: Actor, request: ApprovalRequest): ApprovalResult {
  return org.store.transaction(() => {
    switch (request.actionType.toLowerCase()) {
      case 'submit':
        return submit(org, actor, request);
      case 'approve':
        return decide(org, actor, request, 'Approved');
      case 'reject':
        return decide(org, actor, request, 'Rejected');
      default:
        throw new ApiError(400, 'INVALID_OPERATION', `Invalid action type: ${request.actionType}`, []);
    }
  });
}
