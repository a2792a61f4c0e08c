import { describe, expect, it } from 'vitest';
import { loadPlaybook, type PlaybookFile, type PlaybookProblem } from '../../../shared/playbook/loader';
import { earlierFiles, shippedFiles } from '../../support/shipped-playbook';

/** The shipped files with one text replaced; the text must be there, so that a test cannot pass by accident. */
function changed(name: string, from: string, to: string): PlaybookFile[] {
  return shippedFiles().map((file) => {
    if (file.name !== name) return file;
    if (!file.text.includes(from)) throw new Error(`${name} has no “${from}”`);
    return { name, text: file.text.replace(from, to) };
  });
}

function problems(files: readonly PlaybookFile[]): PlaybookProblem[] {
  const loaded = loadPlaybook(files);
  if (loaded.ok) throw new Error('the playbook was accepted');
  return loaded.error;
}

/** Line, counted from 1, on which a text first stands in a file. */
function lineOf(name: string, text: string, files: readonly PlaybookFile[]): number {
  const lines = files.find((file) => file.name === name)?.text.split('\n') ?? [];
  return lines.findIndex((line) => line.includes(text)) + 1;
}

describe('playbook loader', () => {
  it('PB-1 accepts the playbook that is shipped', () => {
    expect(loadPlaybook(shippedFiles())).toMatchObject({ ok: true });
  });

  it('PB-9 reads a playbook that was shipped earlier and copied then, with words for what it lacks', () => {
    const loaded = loadPlaybook(earlierFiles('handbook-2026.3'));
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error, null, 2));
    const { mdf, pop, gitlab, imports } = loaded.value;
    expect(mdf.sendBackMail.body).toContain('{reason}');
    expect(pop.rejectedNote).toContain('{reason}');
    expect(pop.decidedBy).toBeNull();
    expect(gitlab.planIssue).not.toHaveProperty('due');
    expect(imports.fundRequests).toHaveProperty('salesforceId.label');
  });

  it('PB-1 does not mind the order of the files', () => {
    const forwards = loadPlaybook(shippedFiles());
    expect(loadPlaybook(shippedFiles().reverse())).toEqual(forwards);
  });

  it('PB-2 names file and line of broken YAML and still checks the rest', () => {
    const files = changed('calendar.yaml', 'fiscalYearStartMonth: 2', 'fiscalYearStartMonth: [2');
    const found = problems(
      files.map((file) => (file.name === 'roles.yaml' ? { ...file, text: 'roles: 7' } : file)),
    );
    expect(found.every((entry) => ['calendar.yaml', 'roles.yaml'].includes(entry.file))).toBe(true);
    const broken = found.find((entry) => entry.file === 'calendar.yaml');
    expect(broken?.message).toContain('not valid YAML');
    expect(broken?.line).toBeGreaterThan(1);
    expect(found).toContainEqual(expect.objectContaining({ file: 'roles.yaml', path: 'roles', line: 1 }));
  });

  it('PB-5 refuses to stop sending before reading', () => {
    const found = problems(changed('salesforce.yaml', 'sendingStopsBelow: 5', 'sendingStopsBelow: 30'));
    expect(found[0]).toMatchObject({
      file: 'salesforce.yaml',
      message: expect.stringContaining('reading has to stop first'),
    });
  });

  it('PB-2 refuses a key that is given twice', () => {
    const found = problems(changed('calendar.yaml', 'weekend: [6, 7]', 'weekend: [6]\n  weekend: [7]'));
    expect(found[0]).toMatchObject({ file: 'calendar.yaml', message: expect.stringContaining('unique') });
  });

  it('PB-3 names every unknown setting with its line', () => {
    const files = changed(
      'mdf.yaml',
      'reimbursementPercent: 50',
      'reimbursementPercent: 50\n  reimbursmentCap: 3',
    );
    expect(problems(files)).toEqual([
      {
        file: 'mdf.yaml',
        path: 'mdf.reimbursmentCap',
        line: lineOf('mdf.yaml', 'reimbursmentCap', files),
        message: expect.stringContaining('no such setting'),
      },
    ]);
    const nested = changed('roles.yaml', 'label: Agency', 'label: Agency\n    colour: red');
    expect(problems(nested)).toMatchObject([
      { path: 'roles[15].colour', line: lineOf('roles.yaml', 'colour', nested) },
    ]);
  });

  it.each([
    ['calendar.yaml', 'fiscalYearStartMonth: 2', 'fiscalYearStartMonth: 13', 'calendar.fiscalYearStartMonth'],
    ['calendar.yaml', "'17:00'", "'25:00'", 'calendar.endOfDay'],
    ['calendar.yaml', '[6, 7]', '[1, 2, 3, 4, 5, 6, 7]', 'calendar.weekend'],
    ['regions.yaml', 'Europe/Berlin', 'Europe/Bielefeld', 'regions[0].timeZone'],
    ['regions.yaml', 'country: SG', 'country: Singapore', 'regions[2].country'],
    ['mdf.yaml', 'reimbursementPercent: 50', 'reimbursementPercent: 120', 'mdf.reimbursementPercent'],
    ['mdf.yaml', 'minor: 100000', 'minor: 1000.5', 'mdf.minimumRequest[0].minor'],
    ['mdf.yaml', 'resubmitTo: first-level', 'resubmitTo: nowhere', 'mdf.resubmitTo'],
    ['pop.yaml', 'dueDays: 30', 'dueDays: thirty', 'pop.dueDays'],
    ['pop.yaml', 'overridable: [invoice-total', 'overridable: [invoice-colour', 'pop.overridable[0]'],
    ['gitlab.yaml', 'confidential: true', 'confidential: perhaps', 'gitlab.epic.confidential'],
  ])('PB-3 names the bad value in %s: %s → %s', (file, from, to, path) => {
    const files = changed(file, from, to);
    const found = problems(files);
    expect(found.map((entry) => [entry.file, entry.path])).toEqual([[file, path]]);
    expect(found[0]?.line).toBe(lineOf(file, to.split('\n')[0] ?? to, files));
    expect(found[0]?.message).not.toBe('');
    // What is there and wrong is not missing.
    expect(found[0]?.message).not.toContain('missing');
  });

  it('PB-3 names what is missing, a setting or a whole part', () => {
    expect(problems(changed('pop.yaml', '  dueDays: 30\n', ''))).toMatchObject([
      { file: 'pop.yaml', path: 'pop.dueDays', message: expect.stringContaining('missing') },
    ]);
    expect(problems(shippedFiles().filter((file) => file.name !== 'planning.yaml'))).toEqual([
      {
        file: 'planning.yaml',
        path: 'planning',
        line: null,
        message: 'this part of the playbook is missing',
      },
    ]);
    expect(problems([]).map((entry) => `${entry.file}: ${entry.path}`)).toEqual([
      'playbook.yaml: version',
      'playbook.yaml: title',
      ...[
        'calendar',
        'regions',
        'roles',
        'mdf',
        'pop',
        'planning',
        'programs',
        'gitlab',
        'salesforce',
        'imports',
      ].map((part) => `${part}.yaml: ${part}`),
    ]);
  });

  it('PB-3 refuses a part given twice and a part that does not exist', () => {
    const twice = problems([...shippedFiles(), { name: 'z.yaml', text: '\nroles: []\nfoo: 1\n' }]);
    expect(twice).toEqual([
      { file: 'z.yaml', path: 'roles', line: 2, message: 'roles.yaml has this part already' },
      { file: 'z.yaml', path: 'foo', line: 3, message: expect.stringContaining('no such part') },
    ]);
    expect(problems([...shippedFiles(), { name: 'z.yaml', text: '- a\n- b\n' }])).toMatchObject([
      { file: 'z.yaml', path: '', line: 1 },
    ]);
    expect(loadPlaybook([...shippedFiles(), { name: 'z.yaml', text: '# only a comment\n' }]).ok).toBe(true);
  });

  it('PB-4 refuses aliases that would blow the document up', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, index) => {
        const before = 'abcdefg'[index] ?? 'a';
        return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`;
      }),
    ].join('\n');
    const found = problems([...shippedFiles(), { name: 'bomb.yaml', text: bomb }]);
    expect(found).toMatchObject([{ file: 'bomb.yaml', message: expect.stringContaining('cannot be read') }]);
  });

  it.each([
    ['mdf.yaml', 'role: final-approver', 'role: final-aprover', 'mdf.levels[2].role', 'no role'],
    ['planning.yaml', 'role: partner', 'role: nobody', 'planning.phases[3].steps[4].role', 'no role'],
    [
      'planning.yaml',
      'mdfActivityType: webcast',
      'mdfActivityType: telepathy',
      'planning.tacticTypes[2].mdfActivityType',
      'eligible activity type',
    ],
    [
      'planning.yaml',
      'mdfActivityType: webcast',
      'mdfActivityType: partner-training',
      'planning.tacticTypes[2].mdfActivityType',
      'eligible activity type',
    ],
    [
      'planning.yaml',
      'fromWeeksBefore: 11',
      'fromWeeksBefore: 12',
      'planning.phases[1].fromWeeksBefore',
      'overlaps',
    ],
    [
      'planning.yaml',
      'toWeeksBefore: 4',
      'toWeeksBefore: 6',
      'planning.phases[4].fromWeeksBefore',
      'count down',
    ],
    [
      'planning.yaml',
      'startWeeksBefore: 13',
      'startWeeksBefore: 12',
      'planning.phases[0].fromWeeksBefore',
      '12 weeks',
    ],
    ['planning.yaml', 'key: speakers', 'key: cadence', 'planning.phases[3].steps[2].key', 'used already'],
    [
      'programs.yaml',
      'program: free-trial',
      'program: free-beer',
      'programs.offers[2].program',
      'no program',
    ],
    [
      'programs.yaml',
      'subject: Microsite Program - Sales Site',
      'subject: Microsite Program - Partner Site',
      'programs.offers[1].subject',
      'same subject',
    ],
    [
      'programs.yaml',
      'at least {customers} customers',
      'at least {people} customers',
      'programs.offers[0].commitments[1].label',
      'no figure “people”',
    ],
    [
      'programs.yaml',
      'at least {customers} customers',
      'at least 50 customers',
      'programs.offers[0].commitments[1].figures.customers',
      'write {customers} where it belongs',
    ],
    [
      'programs.yaml',
      'figures: { weeks: 2 }',
      'figures: { weeks: 0 }',
      'programs.offers[0].duties[0].figures.weeks',
      '',
    ],
    [
      'programs.yaml',
      'after: [prospect-admin, custom-url]',
      'after: [nurture]',
      'programs.offers[2].commitments[0].after[0]',
      'no point above “nurture”',
    ],
    ['salesforce.yaml', 'mapping: standard', 'mapping: fancy', 'salesforce.mapping', 'no mapping'],
    [
      'salesforce.yaml',
      'gtmMotion: GTM_Motion__c',
      'gtmMovement: GTM_Motion__c',
      'salesforce.mappings[0].entities.fund-request.fields.gtmMovement',
      'synchronised field',
    ],
    [
      'salesforce.yaml',
      '            campaign: CampaignId\n',
      '',
      'salesforce.mappings[0].campaign',
      'no campaign would be found',
    ],
    [
      'salesforce.yaml',
      'paid: Paid',
      'payed: Paid',
      'salesforce.mappings[0].entities.claim.statuses.payed',
      'status of this app',
    ],
    [
      'salesforce.yaml',
      'cam: Owner.Name',
      'cam: Name',
      'salesforce.mappings[0].entities.partner.fields.cam',
      'holds “name” already',
    ],
    [
      'gitlab.yaml',
      "scopedLabel: 'MDF::POP Pending'",
      'scopedLabel: null',
      'gitlab.subIssues[2].scopedLabel',
      'nothing received',
    ],
    ['gitlab.yaml', 'popIssue: mdf-pop', 'popIssue: pop', 'gitlab.popIssue', 'no sub-issue'],
    [
      'gitlab.yaml',
      'MDF - {partner} - {activity}',
      'MDF - {partner} - {actvity}',
      'gitlab.epic.title',
      'placeholder “actvity”',
    ],
    [
      'gitlab.yaml',
      "'{title} - {partner}'",
      "'{activity} - {partner}'",
      'gitlab.planIssue.title',
      'placeholder “activity”',
    ],
    ['mdf.yaml', 'Reason: {reason}', 'Reason: {why}', 'mdf.declineMail.body', 'placeholder “why”'],
    [
      'mdf.yaml',
      'aliases: [Case Study,',
      'aliases: [Webinar, Case Study,',
      'mdf.activityTypes[5].aliases[1]',
      'only one thing',
    ],
    ['mdf.yaml', '- key: collateral', '- key: webcast', 'mdf.activityTypes[7].key', 'used already'],
    ['mdf.yaml', 'key: published-piece', 'key: invoice', 'mdf.activityTypes[0].proofs[0].key', 'every claim'],
    [
      'mdf.yaml',
      '90000, currency: EUR',
      '90000, currency: USD',
      'mdf.minimumRequest[1].currency',
      'has a minimum already',
    ],
    [
      'mdf.yaml',
      'caps: []',
      'caps: [{ amount: { minor: 1, currency: EUR }, region: MARS }]',
      'mdf.caps[0].region',
      'no region',
    ],
    [
      'pop.yaml',
      "approved: 'MDF::POP Approved'",
      "approved: 'MDF:: POP Pending'",
      'pop.labels.approved',
      'same label',
    ],
    [
      'pop.yaml',
      "completed: 'MDF::POP Completed'",
      'completed: POP Completed',
      'pop.labels.completed',
      'scoped label',
    ],
    [
      'imports.yaml',
      'aliases: [CAM,',
      'aliases: [Region, CAM,',
      'imports.partners.cam.aliases[0]',
      'only one thing',
    ],
    ['imports.yaml', 'portalNumber:', 'portalNo:', 'imports.fundRequests.portalNo', 'no field'],
    [
      'gitlab.yaml',
      "'{title} - {partner}'",
      "'Plan with {partner}'",
      'gitlab.planIssue.title',
      'expected {title} in it once',
    ],
    [
      'programs.yaml',
      'subject: Free Trial Program - SaaS',
      "subject: 'Free Trial Program - SaaS '",
      'programs.offers[3].subject',
      'no space at its ends',
    ],
  ])('PB-5 finds what leads nowhere or means two things in %s: %s → %s', (file, from, to, path, reason) => {
    const found = problems(changed(file, from, to));
    const named = found.find((entry) => entry.path === path);
    expect(named, JSON.stringify(found)).toMatchObject({ file });
    expect(named?.message).toContain(reason);
    expect(named?.line).toBeGreaterThan(0);
  });

  it('PB-5 refuses a subject that is longer than that of an Event', () => {
    const long = `subject: ${'S'.repeat(256)}`;
    const found = problems(changed('programs.yaml', 'subject: Free Trial Program - SaaS', long));
    expect(found).toMatchObject([
      { file: 'programs.yaml', path: 'programs.offers[3].subject', message: expect.stringContaining('255') },
    ]);
  });

  it.each([
    [
      'planning.yaml',
      'tacticTypes',
      /tacticTypes:[\s\S]*?(?= {2}statuses:)/,
      'tacticTypes: []\n',
      'one type',
    ],
    ['mdf.yaml', 'gtmMotions', /gtmMotions:\n(?: {4}.*\n)+/, 'gtmMotions: []\n', 'requiresGtmMotion'],
  ])('PB-5 refuses a %s without %s, with which nothing could be made', (name, path, from, to, reason) => {
    const files = shippedFiles().map((file) =>
      file.name === name ? { name, text: file.text.replace(from, to) } : file,
    );
    const found = problems(files).find((entry) => entry.path.endsWith(path));
    expect(found).toMatchObject({ file: name, line: lineOf(name, to.trim(), files) });
    expect(found?.message).toContain(reason);
  });

  it('PB-5 reports mistakes of several files together', () => {
    const files = changed('mdf.yaml', 'role: cmm', 'role: cnn').map((file) =>
      file.name === 'pop.yaml' ? { ...file, text: file.text.replace('dueDays: 30', 'dueDays: 0') } : file,
    );
    expect(
      problems(files)
        .map((entry) => entry.path)
        .sort(),
    ).toEqual(['mdf.levels[0].role', 'pop.dueDays']);
  });
});
