import { describe, expect, it } from 'vitest';
import { useBenches } from './bench-pool';
import { agree } from './browser';
import { aRequestPut, done } from './commands';

const start = useBenches();

describe('what a sign-in or the other side lacks is said under Connections, with a way out', () => {
  it('G8 a sign-in at Salesforce that cannot be renewed is told at once, and so is its end', async () => {
    let narrowed = false;
    const bench = await start({
      options: { openBrowser: agree },
      fetch: (real) => async (url, init) => {
        const answer = await real(url, init);
        if (!url.includes('oauth2/token') || !narrowed) return answer;
        const { refresh_token: _, ...rest } = (await answer.json()) as Record<string, unknown>;
        return Response.json({ ...rest, scope: 'api' });
      },
    });
    const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
    narrowed = true;
    const result = await bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId });
    expect(result).toMatchObject({
      ok: true,
      value: { state: 'signed-in', note: expect.stringMatching(/ends by itself.*“refresh_token”/) },
    });
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
    expect(bench.remotes.connections()[0]?.note).toMatch(/“refresh_token”/);

    bench.salesforce.runtime.tokens.expireAccessTokens();
    const ended = await bench.remote.execute(aRequestPut(bench.partnerId));
    expect(ended).toMatchObject({ kind: 'sign-in', why: expect.stringContaining('“refresh_token”') });
    expect(ended).not.toMatchObject({ why: expect.stringContaining('personal access token') });

    narrowed = false;
    const again = await bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId });
    expect(again).toMatchObject({ ok: true, value: { state: 'signed-in', note: null } });
  });

  it('a field or an object that the org lacks is named in plain words, with what can be done', async () => {
    const bench = await start({
      salesforce: {
        omitFields: ['PartnerFundRequest.GTM_Motion__c', 'PartnerFundRequest.Decline_Reason__c'],
        omitObjects: ['PartnerMarketingBudget'],
      },
    });
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
    await bench.remote.pull({ stream: 'budgets', cursor: null, limit: 5 });
    const [salesforce] = await bench.remotes.check();
    expect(salesforce?.note).toContain('no object PartnerMarketingBudget');
    expect(salesforce?.note).toContain('no field GTM_Motion__c on PartnerFundRequest; “GTM motion” is not');
    expect(salesforce?.note).toContain('“decline reason” is not');
    expect(salesforce?.note).toMatch(/administrator.*correct the names in the playbook/);
  });

  it('a project and a group of the playbook that GitLab does not show are named, until they are there', async () => {
    let isThere = false;
    const bench = await start({
      playbook: (playbook) => ({
        ...playbook,
        get gitlab() {
          return isThere ? playbook.gitlab : { ...playbook.gitlab, project: 'no/where', group: 'nowhere' };
        },
      }),
    });
    const read = async () => {
      await bench.remote.pull({ stream: 'gitlab-issues', cursor: null, limit: 5 });
      await bench.remote.pull({ stream: 'gitlab-epics', cursor: null, limit: 5 });
      return bench.remotes.connections()[1];
    };
    const lost = await read();
    expect(lost?.state).toBe('signed-in');
    expect(lost?.note).toMatch(/no project “no\/where” that you may see\. Check the project path/);
    expect(lost?.note).toMatch(/no group “nowhere” that you may see\. Check the group path/);
    isThere = true;
    expect((await read())?.note).toBeNull();
  });
});
