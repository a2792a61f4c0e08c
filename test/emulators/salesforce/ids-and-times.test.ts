import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdMaker, toId18 } from './ids';
import { isDate, parseDateTime, toStamp } from './time';

describe('Salesforce emulator: ids and times', () => {
  it('gives recorded 15-character ids their recorded check characters', () => {
    for (const id of [
      '001D000000K0fXOIAZ',
      '001R00000033JNuIAM',
      '003R00000025REHIA2',
      '005R0000000I90CIAS',
      'a00D0000008pQRAIA2',
      '701E0000000JuFHIA0',
      '012000000000000AAA',
      '0011Y00003HVMu4QAH',
    ]) {
      expect(toId18(id.slice(0, 15))).toBe(id);
      expect(toId18(id)).toBe(id);
    }
  });

  it('refuses wrong lengths, alphabets and check characters; the case of the check characters does not count', () => {
    expect(toId18('001D000000K0fXOIAA')).toBeNull();
    expect(toId18('001D000000K0fXOiaz')).toBe('001D000000K0fXOIAZ');
    for (const bad of [
      '',
      '001',
      '001D000000K0fX',
      '001D000000K0fXO!',
      '001D000000K0fXOI',
      'tooLongToBeAnIdAtAll',
    ]) {
      expect(toId18(bad)).toBeNull();
    }
  });

  it('two 15-character ids that differ in case only are two records', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{15}$/), fc.stringMatching(/^[A-Za-z0-9]{15}$/), (a, b) => {
        const [left, right] = [toId18(a), toId18(b)];
        // The 18-character form tells them apart even when letter case is ignored.
        expect(left?.toLowerCase() === right?.toLowerCase()).toBe(a === b);
      }),
      { seed: 20261122, numRuns: 500 },
    );
    expect(toId18('001d000000K0fXO')?.toLowerCase()).not.toBe(toId18('001D000000K0fXO')?.toLowerCase());
  });

  it('makes the same ids in every run, each once', () => {
    const ids = Array.from({ length: 1000 }, createIdMaker().bind(null, '0TX'));
    expect(new Set(ids).size).toBe(1000);
    expect(ids.slice(0, 5)).toEqual(Array.from({ length: 5 }, createIdMaker().bind(null, '0TX')));
    expect(ids.every((id) => toId18(id) === id)).toBe(true);
  });

  it('writes record times in whole seconds with +0000 and reads every ISO spelling', () => {
    const instant = new Date('2026-11-22T02:19:31.987Z');
    expect(toStamp(instant)).toBe('2026-11-22T02:19:31.000+0000');
    for (const text of [
      '2026-11-22T02:19:31Z',
      '2026-11-22T03:19:31.000+01:00',
      '2026-11-22T02:19:31.000+0000',
    ]) {
      expect(parseDateTime(text)).toBe(Date.parse('2026-11-22T02:19:31Z'));
    }
    expect(parseDateTime('2026-11-22')).toBeNull();
    expect(parseDateTime('22.11.2026 02:19')).toBeNull();
    expect([isDate('2028-02-29'), isDate('2026-02-29'), isDate('2026-2-9')]).toEqual([true, false, false]);
  });
});
