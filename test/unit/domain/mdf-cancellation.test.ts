import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFencedLinks } from '../../../electron/remotes/gitlab/markers';
import { addLinks } from '../../../shared/domain/mdf/add-links';
import { cancellationNote, cancelledName } from '../../../shared/domain/mdf/cancellation';
import { aFundRequest, aPartner } from '../../support/records';
import { shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const { prefix } = playbook.mdf.cancellation;
const at = '2026-11-20T09:00:00.000Z';

describe('a cancelled activity', () => {
  it('MDF-12 names what is cancelled once, however often it is said', () => {
    expect(cancelledName('MDF - Acme - Roadshow', prefix)).toBe('[CANCELED] MDF - Acme - Roadshow');
    fc.assert(
      fc.property(fc.string(), (name) => {
        const once = cancelledName(name, prefix);
        expect(once.endsWith(name)).toBe(true);
        expect(cancelledName(once, prefix)).toBe(once);
      }),
    );
  });

  it('MDF-12 sees that a name says so, in whatever case people wrote it', () => {
    for (const name of [
      '[CANCELED] Roadshow',
      '[Canceled]: Roadshow',
      ' [canceled] Roadshow',
      '[CANCELLED] R',
    ])
      expect(cancelledName(name, prefix)).toBe(name);
  });

  it('MDF-12 shortens a name that would not fit, and cuts no character in two', () => {
    expect(cancelledName('x'.repeat(69), prefix, 80)).toBe(`[CANCELED] ${'x'.repeat(69)}`);
    expect(cancelledName('x'.repeat(70), prefix, 80)).toBe(`[CANCELED] ${'x'.repeat(68)}…`);
    expect(cancelledName(`${'x'.repeat(67)}🎪🎪`, prefix, 80)).toBe(`[CANCELED] ${'x'.repeat(67)}…`);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
        const once = cancelledName(name, prefix, 80);
        expect(once.length).toBeLessThanOrEqual(Math.max(80, name.length));
        expect(() => encodeURIComponent(once)).not.toThrow();
        expect(cancelledName(once, prefix, 80)).toBe(once);
      }),
    );
  });

  it('MDF-12 says who cancelled it, why, and what the campaign needs', () => {
    const request = aFundRequest({
      title: 'Roadshow',
      approval: { kind: 'withdrawn', at, reason: 'The venue\n\n# is gone.', cancelledBy: 'Dana' },
    });
    const note = cancellationNote(request, aPartner(), playbook);
    expect(note).toContain('Dana cancelled “Roadshow”: The venue # is gone.');
    expect(note).toContain('[CANCELED]');
    expect(note).toContain('Aborted');
  });

  it('MDF-12 adds the line once, and leaves what people wrote', () => {
    const list = { heading: '## Cancelled', lines: [{ text: '* Dana cancelled it: rain.', url: null }] };
    const once = addLinks('## Checklist\n\n- [x] done, we think', list);
    expect(once).toBe('## Checklist\n\n- [x] done, we think\n\n## Cancelled\n\n* Dana cancelled it: rain.');
    expect(addLinks(once, list)).toBe(once);
  });

  it('MDF-12 adds the line also where a template has a heading of that name', () => {
    const list = { heading: '## Cancelled', lines: [{ text: '* Dana cancelled it: rain.', url: null }] };
    const template = 'Campaign\n\n## Cancelled\n\n- [ ] Asset is free again';
    const once = addLinks(template, list);
    expect(once).toBe('Campaign\n\n## Cancelled\n\n* Dana cancelled it: rain.\n\n- [ ] Asset is free again');
    expect(addLinks(once, list)).toBe(once);
    const outside = addFencedLinks(
      `${template}\n\n<!-- channel-desk:begin -->\nOurs\n<!-- channel-desk:end -->`,
      list,
    );
    expect(outside.split('* Dana cancelled it: rain.')).toHaveLength(2);
    expect(addFencedLinks(outside, list)).toBe(outside);
  });
});
