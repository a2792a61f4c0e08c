import { type CampaignChoice, isSameUse, refuseCampaignUse } from '../../domain/programs/campaign-use';
import { err, ok, type Result } from '../../lib/result';
import type { PartnerId } from '../../schema/ids';
import { CampaignUse, type Partner } from '../../schema/partner';
import type { PlainDate } from '../../schema/values';
import { againWhenMoved } from '../again-when-moved';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import { present, problemOfCommit, type UseCaseProblem } from '../problem';

function labelOf({ playbook }: UseCaseContext, campaign: string): string {
  const { campaigns } = playbook.programs.instantCampaigns;
  return campaigns.find(({ key }) => key === campaign)?.label ?? campaign;
}

/** Records that a partner uses an instant campaign (PROG-6); the same use is recorded once. It stays on this computer. */
export async function recordCampaignUse(
  context: UseCaseContext,
  input: CampaignChoice & { readonly partnerId: PartnerId; readonly on: PlainDate },
): Promise<Result<CampaignUse, UseCaseProblem>> {
  const { partnerId, campaign, language, assets, on } = input;
  const refused = refuseCampaignUse({ campaign, language, assets }, context.playbook);
  if (refused !== null) return err({ code: 'form', ...refused });
  const use = CampaignUse.parse({ campaign, language, assets, on, by: context.settings.userName });
  return againWhenMoved(async () => {
    const stored = await changeUses(context, partnerId, `uses ${labelOf(context, use.campaign)}`, (uses) =>
      uses.some((other) => isSameUse(other, use)) ? null : [...uses, use],
    );
    return stored.ok ? ok(use) : stored;
  });
}

/** Takes back that a partner uses a campaign (PROG-6). */
export function removeCampaignUse(
  context: UseCaseContext,
  input: { readonly partnerId: PartnerId; readonly use: CampaignUse },
): Promise<Result<Partner, UseCaseProblem>> {
  const { partnerId, use } = input;
  return againWhenMoved(() =>
    changeUses(context, partnerId, `took back that it uses ${labelOf(context, use.campaign)}`, (uses) =>
      uses.some((other) => isSameUse(other, use)) ? uses.filter((other) => !isSameUse(other, use)) : null,
    ),
  );
}

/** Stores the uses as `change` makes them; null from it leaves them as they are. */
async function changeUses(
  context: UseCaseContext,
  id: PartnerId,
  action: string,
  change: (uses: readonly CampaignUse[]) => CampaignUse[] | null,
): Promise<Result<Partner, UseCaseProblem>> {
  const found = present(await context.store.get('partner', id), 'This partner', 'Salesforce');
  if (!found.ok) return found;
  const before = found.value;
  const uses = change(before.campaignUses ?? []);
  if (uses === null) return ok(before);
  const record: Partner = {
    ...before,
    rev: before.rev + 1,
    updatedAt: context.clock.now(),
    campaignUses: uses,
  };
  const key = { kind: 'partner' as const, id };
  const committed = await context.store.commit({
    puts: [{ kind: 'partner', record }],
    expect: [{ key, rev: before.rev }],
    audits: [auditLine(context, { action, record: key, note: null })],
  });
  return committed.ok ? ok(record) : err(problemOfCommit(committed.error));
}
