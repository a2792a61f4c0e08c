import { describe, expect, it } from 'vitest';
import { accountId, useOrg } from './harness';

interface Result {
  readonly success: boolean;
  readonly entityId: string | null;
  readonly instanceId: string | null;
  readonly instanceStatus: string | null;
  readonly newWorkitemIds: readonly string[] | null;
  readonly errors: readonly { readonly statusCode: string }[] | null;
}

const MARCUS = '0055g00000Us002';

describe('Salesforce emulator: approvals and programs', () => {
  const org = useOrg();

  async function act(...requests: readonly Record<string, unknown>[]): Promise<readonly Result[]> {
    return (await org().call<readonly Result[]>('POST', '/process/approvals', { requests })).body;
  }

  it('a submitted request waits for its approver, whose answer becomes its status', async () => {
    const { body } = await org().call<{ approvals: Record<string, unknown[]> }>('GET', '/process/approvals');
    expect(Object.keys(body.approvals)).toEqual(['PartnerFundRequest', 'PartnerFundClaim']);
    const id = await org().create('PartnerFundRequest', { Title: 'To approve', RequestedAmount: 5 });
    const [submitted] = await act({ actionType: 'Submit', contextId: id, comments: 'please' });
    expect(submitted).toMatchObject({ success: true, entityId: id, instanceStatus: 'Pending', errors: null });
    const [again] = await act({ actionType: 'Submit', contextId: id });
    expect([again?.success, again?.errors?.[0]?.statusCode]).toEqual([false, 'ALREADY_IN_PROCESS']);
    const workitem = submitted?.newWorkitemIds?.[0] ?? '';
    expect(workitem.slice(0, 3)).toBe('04i');
    const [approved] = await act({ actionType: 'Approve', contextId: workitem });
    expect(approved).toMatchObject({ success: true, instanceStatus: 'Approved', newWorkitemIds: [] });
    expect((await org().call('GET', `/sobjects/PartnerFundRequest/${id}`)).body).toMatchObject({
      Status: 'Approved',
    });
    const steps = await org().query(
      `SELECT StepStatus, Comments FROM ProcessInstanceStep WHERE ProcessInstance.TargetObjectId = '${id}'`,
    );
    expect(steps.body.records.map((row) => row['StepStatus'])).toEqual(['Started', 'Approved']);
    expect((await org().query('SELECT Id FROM ProcessInstanceWorkitem')).body.totalSize).toBe(0);
  });

  it('of several requests each stands for itself; only an assigned approver decides', async () => {
    const id = await org().create('PartnerFundRequest', { Title: 'For Marcus' });
    const account = await accountId(org(), 'Kiwi Cloud, Inc.');
    const [ok, none] = await act(
      { actionType: 'Submit', contextId: id, nextApproverIds: [MARCUS] },
      { actionType: 'Submit', contextId: account },
    );
    expect([ok?.success, none?.errors?.[0]?.statusCode]).toEqual([true, 'NO_APPLICABLE_PROCESS']);
    const [refused] = await act({ actionType: 'Reject', contextId: ok?.newWorkitemIds?.[0] });
    expect(refused?.errors?.[0]?.statusCode).toBe('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
    expect((await org().call('GET', `/sobjects/PartnerFundRequest/${id}`)).body).toMatchObject({
      Status: 'Draft',
    });
  });

  it('a partner is a member of a program at a level; the program takes both along', async () => {
    const program = await org().create('ChannelProgram', { Name: 'Partner Program', IsActive: true });
    const level = await org().create('ChannelProgramLevel', { Name: 'Select', ProgramId: program, Rank: 2 });
    const PartnerId = await accountId(org(), 'Kiwi Cloud, Inc.');
    await org().create('ChannelProgramMember', { ProgramId: program, LevelId: level, PartnerId });
    const found = await org().query(
      `SELECT Name, Level.Rank, Program.Name FROM ChannelProgramMember WHERE PartnerId = '${PartnerId}'`,
    );
    expect(found.body.records[0]).toMatchObject({
      Name: expect.stringMatching(/^CPM-\d{5}$/) as string,
      Level: { Rank: 2 },
      Program: { Name: 'Partner Program' },
    });
    const members = await org().query(
      `SELECT (SELECT Id FROM ChannelProgramMembers) FROM Account WHERE Id = '${PartnerId}'`,
    );
    expect(members.body.records[0]).toMatchObject({ ChannelProgramMembers: { totalSize: 1 } });
    await org().call('DELETE', `/sobjects/ChannelProgram/${program}`);
    expect((await org().query('SELECT Id FROM ChannelProgramMember')).body.totalSize).toBe(0);
  });
});
