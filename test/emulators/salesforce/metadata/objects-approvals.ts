import { field, lookup, picklist, required, systemFields } from './fields';
import { object } from './objects-core';
import type { FieldDef, ObjectDef } from './types';

// Nobody writes these directly: submitting, approving and rejecting does.
const KEPT_BY_SERVER = {
  createable: false,
  updateable: false,
  deletable: false,
  searchable: false,
  feedEnabled: false,
  triggerable: false,
  layoutable: false,
} as const;

const STATUSES = [
  'Approved',
  'Rejected',
  'Removed',
  'Fault',
  'Pending',
  'Held',
  'Reassigned',
  'Started',
  'NoResponse',
];

/** Objects that an approval process is defined for here. */
export const APPROVABLE = ['PartnerFundRequest', 'PartnerFundClaim'] as const;

function instance(children: string): FieldDef {
  return required(
    lookup('ProcessInstanceId', 'ProcessInstance', { childRelationship: children, cascadeDelete: true }),
  );
}

function targetObject(): FieldDef {
  return field('TargetObjectId', 'reference', {
    label: 'Target Object ID',
    referenceTo: [...APPROVABLE],
    relationshipName: 'TargetObject',
    childRelationship: 'ProcessInstances',
    polymorphic: true,
    nillable: false,
  });
}

function actor(name: string): FieldDef {
  return lookup(name, 'User', { nillable: false });
}

const definition = object(
  'ProcessDefinition',
  '04a',
  [
    ...systemFields('Process Definition', { owner: false, deletable: false }),
    required(field('Name', 'string', { nameField: true })),
    required(field('DeveloperName', 'string', { length: 80 })),
    picklist('Type', ['Approval', 'State Based Process']),
    field('Description', 'textarea', { length: 255 }),
    picklist('TableEnumOrId', [...APPROVABLE], { label: 'Custom Object Definition ID' }),
    picklist('State', ['Active', 'Inactive', 'Obsolete']),
  ],
  KEPT_BY_SERVER,
);

const processInstance = object(
  'ProcessInstance',
  '04g',
  [
    ...systemFields('Process Instance', { owner: false }),
    lookup('ProcessDefinitionId', 'ProcessDefinition', { nillable: false }),
    targetObject(),
    picklist('Status', STATUSES, { nillable: false }),
    field('CompletedDate', 'datetime'),
    lookup('LastActorId', 'User', { label: 'Last Actor' }),
    lookup('SubmittedById', 'User', { label: 'Submitted By' }),
  ],
  KEPT_BY_SERVER,
);

const workitem = object(
  'ProcessInstanceWorkitem',
  '04i',
  [
    ...systemFields('Approval Request', { owner: false }),
    instance('Workitems'),
    actor('OriginalActorId'),
    actor('ActorId'),
  ],
  KEPT_BY_SERVER,
);

const step = object(
  'ProcessInstanceStep',
  '04h',
  [
    ...systemFields('Process Instance Step', { owner: false, deletable: false }),
    instance('Steps'),
    picklist('StepStatus', STATUSES),
    actor('OriginalActorId'),
    actor('ActorId'),
    field('Comments', 'textarea', { length: 4000 }),
  ],
  KEPT_BY_SERVER,
);

/** What approvals leave behind, for queries. */
export const APPROVAL_OBJECTS: readonly ObjectDef[] = [definition, processInstance, workitem, step];
