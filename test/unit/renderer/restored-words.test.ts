import { describe, expect, it } from 'vitest';
import { noticeText } from '../../../renderer/app/safety-notices';

describe('what is said after a restoration', () => {
  const restored = { rows: 7, files: 0, missing: ['the file “invoice.pdf”'] };
  const said = (isReadAgain: boolean) =>
    noticeText({ kind: 'restored', why: 'lost', restored: { ...restored, isReadAgain }, copy: null });

  it('G10 promises of the remotes only what is read from them again', () => {
    expect(said(true)).toContain('The next sync brings back what Salesforce and GitLab have; files');
    expect(said(false)).not.toContain('Salesforce');
    expect(said(false)).toContain('Files have to be added to their requests again. This could not');
  });
});
