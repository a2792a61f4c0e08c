import { describe, expect, it } from 'vitest';
import { logText, withoutSecrets } from '../../../renderer/features/sync/log-text';
import { Instant } from '../../../shared/schema/values';

const hex = '4f1c2e9b'.repeat(8);

describe('G11 what is exported for others to read', () => {
  it.each([
    ['an answer that repeats tokens', `{"access_token": "${hex}", "refresh_token":"${hex}"}`],
    ['an answer that repeats a verifier', `{"code_verifier":"${hex}","client_secret":"${hex}"}`],
    ['a header as it was sent', `PRIVATE-TOKEN: ${hex}`],
    ['a header that names its scheme', `Authorization: Bearer ${hex}`],
    ['a header that names none', `authorization: ${hex}`],
    ['an authorisation code of Salesforce', `the code aPrx${hex}== was used before`],
    ['a parameter', `https://x.example/cb?code=${hex}&state=1&access_token=${hex}`],
    ['a token of GitLab', `glpat-${hex}`],
    ['a session of Salesforce', `00D5g00000Demo1EAB!${hex}`],
  ])('holds no secret of %s', (_, text) => {
    expect(withoutSecrets(text)).not.toContain(hex.slice(0, 12));
    const line = { at: Instant.parse('2026-11-22T07:00:00.000Z'), level: 'error', text } as const;
    expect(logText([line])).not.toContain(hex.slice(0, 12));
  });

  it.each([
    'GitLab refused: the code “not-kept” (status code: 404), password rules are listed elsewhere.',
    '{"error":"invalid_token","error_description":"Token was revoked."}',
    '{"title":"Authorization of funds","code":"no-object"}',
  ])('keeps words that only sound like secrets: %s', (text) => {
    expect(withoutSecrets(text)).toBe(text);
  });
});
