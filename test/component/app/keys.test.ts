import { describe, expect, it } from 'vitest';
import { findRecords } from '../../../renderer/app/palette-records';
import { chordOf, matchShortcut, type PressedKey, shortcutText } from '../../../renderer/app/shortcuts';
import { tableKeyAction } from '../../../renderer/ui/data-table/keys';
import type { Command } from '../../../renderer/widgets/commands';
import { hashOfRoute, routeOfHash } from '../../../renderer/widgets/navigation';
import { aFundRequest, aPartner } from '../../support/records';

function press(key: string, held: Partial<PressedKey> = {}): PressedKey {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

function command(id: string, shortcut: string): Command {
  return { id, label: id, group: 'Test', shortcut, run: () => undefined };
}

describe('shortcuts', () => {
  it('names a key press as a shortcut does', () => {
    expect(chordOf(press('k', { ctrlKey: true }))).toBe('mod+k');
    expect(chordOf(press('K', { metaKey: true, shiftKey: true }))).toBe('mod+shift+k');
    expect(chordOf(press('?', { shiftKey: true }))).toBe('?');
    expect(chordOf(press(' '))).toBe('space');
    expect(chordOf(press('Shift', { shiftKey: true }))).toBeNull();
  });

  it('waits for the second key of a sequence and prefers the latest command', () => {
    const commands = [command('go.mdf', 'g m'), command('old', 'n'), command('new', 'n')];
    expect(matchShortcut(press('g'), null, commands)).toEqual({ kind: 'begin', prefix: 'g' });
    expect(matchShortcut(press('m'), 'g', commands)).toMatchObject({ command: { id: 'go.mdf' } });
    expect(matchShortcut(press('m'), null, commands)).toEqual({ kind: 'none' });
    expect(matchShortcut(press('n'), null, commands)).toMatchObject({ command: { id: 'new' } });
    expect(matchShortcut(press('N', { shiftKey: true }), null, commands)).toEqual({ kind: 'none' });
  });

  it('shows keys as they are printed', () => {
    expect(shortcutText('mod+shift+z', '⌘')).toBe('⌘ Shift Z');
    expect(shortcutText('g m', 'Ctrl')).toBe('G then M');
    expect(shortcutText('+', 'Ctrl')).toBe('+');
    expect(shortcutText('mod++', 'Ctrl')).toBe('Ctrl +');
  });
});

describe('table keys', () => {
  it('leaves letters that mean something else alone until a type-ahead has begun', () => {
    expect(tableKeyAction(press('j'), false)).toEqual({ kind: 'move', by: 1, extend: false });
    expect(tableKeyAction(press('g'), false)).toBeNull();
    expect(tableKeyAction(press('j'), true)).toEqual({ kind: 'type', letter: 'j' });
    expect(tableKeyAction(press(' '), false)).toEqual({ kind: 'toggle' });
    expect(tableKeyAction(press(' '), true)).toEqual({ kind: 'type', letter: ' ' });
    expect(tableKeyAction(press('日'), false)).toEqual({ kind: 'type', letter: '日' });
    expect(tableKeyAction(press('/'), false)).toBeNull();
    expect(tableKeyAction(press('ArrowDown', { altKey: true }), false)).toBeNull();
  });
});

describe('addresses', () => {
  it('read back what they write', () => {
    const route = { screen: 'mdf', params: { id: 'a b&c', tab: 'history' } } as const;
    expect(hashOfRoute(route)).toBe('#/mdf?id=a+b%26c&tab=history');
    expect(routeOfHash(hashOfRoute(route))).toEqual(route);
  });

  it('start at Today when there is no such screen', () => {
    expect(routeOfHash('#/nowhere?id=1')).toEqual({ screen: 'today', params: {} });
    expect(routeOfHash('')).toEqual({ screen: 'today', params: {} });
  });
});

describe('finding records', () => {
  const records = {
    partner: [aPartner(), aPartner({ id: 'partner-2', name: 'Café Łódź Sp. z o.o.' })],
    'fund-request': [
      aFundRequest(),
      aFundRequest({ id: 'request-2', title: 'Webinar', portalNumber: 'MDF-11000' }),
    ],
  };

  it('finds by words in any order, without accents, and by number', () => {
    expect(findRecords('hamburg devsecops', records).map(({ id }) => id)).toEqual(['request-1']);
    expect(findRecords('cafe', records).map(({ id }) => id)).toEqual(['partner-2']);
    expect(findRecords('mdf 11000', records).map(({ id }) => id)).toEqual(['request-2']);
  });

  it('says where each leads and finds nothing for a single letter', () => {
    expect(findRecords('nordlicht', records)).toMatchObject([
      { screen: 'partners', detail: 'Partner · Select · Germany' },
    ]);
    expect(findRecords('n', records)).toEqual([]);
  });
});
