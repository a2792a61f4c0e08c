import { currencyIsoCode, field, lookup, readOnly, required, systemFields } from './fields';
import { object } from './objects-core';
import type { FieldDef, ObjectDef } from './types';

function named(): FieldDef {
  return required(field('Name', 'string', { nameField: true, idLookup: true }));
}

/** A member or level belongs to its program for good. */
function programId(children: string): FieldDef {
  return required({
    ...lookup('ProgramId', 'ChannelProgram', {
      label: 'Channel Program ID',
      childRelationship: children,
      cascadeDelete: true,
    }),
    updateable: false,
  });
}

const program = object('ChannelProgram', '0pC', [
  ...systemFields('Channel Program', { viewed: true }),
  named(),
  field('Category', 'string'),
  field('Description', 'textarea', { length: 255 }),
  field('IsActive', 'boolean', { label: 'Active' }),
  currencyIsoCode(),
]);

const level = object('ChannelProgramLevel', '0pL', [
  ...systemFields('Channel Program Level', { owner: false, viewed: true }),
  named(),
  programId('ChannelProgramLevels'),
  field('Rank', 'int'),
  field('Description', 'textarea', { length: 255 }),
  currencyIsoCode(),
]);

const member = object(
  'ChannelProgramMember',
  '0pM',
  [
    ...systemFields('Channel Program Member', { owner: false, viewed: true }),
    readOnly({
      ...field('Name', 'string', { nameField: true, idLookup: true }),
      nillable: false,
      autoNumber: 'CPM-{00000}',
      defaultedOnCreate: true,
    }),
    programId('ChannelProgramMembers'),
    required(
      lookup('PartnerId', 'Account', { label: 'Partner ID', childRelationship: 'ChannelProgramMembers' }),
    ),
    lookup('LevelId', 'ChannelProgramLevel', {
      label: 'Channel Program Level ID',
      childRelationship: 'ChannelProgramMembers',
    }),
    currencyIsoCode(),
  ],
  { searchable: false },
);

/** Channel programs, their levels and the partners in them; the key prefixes are not published. */
export const PROGRAM_OBJECTS: readonly ObjectDef[] = [program, level, member];
