import type { Playbook } from '../../playbook/playbook';
import type { PopStage } from '../../schema/claim';

/** The stages in the order in which a claim goes through them (POP-2). */
export const popStages = ['pending', 'approval-needed', 'approved', 'completed'] as const;

// Letter case is left alone: GitLab has labels that differ only in it.
function normal(label: string): string {
  return label
    .replace(/\s+/g, ' ')
    .replace(/ ?:: ?/g, '::')
    .trim();
}

/** Whether two labels are the same but for spaces around `::` and repeated ones (POP-2). */
export function sameLabel(a: string, b: string): boolean {
  return normal(a) === normal(b);
}

/** The wanted label as it is spelled in the project, or as given when the project has none like it (POP-2). */
export function pickLabel(existing: readonly string[], wanted: string): string {
  if (existing.includes(wanted)) return wanted;
  return existing.find((label) => sameLabel(label, wanted)) ?? wanted;
}

/** Scope of a label: the text before its last `::`; null for a plain label. */
export function labelScope(label: string): string | null {
  const text = normal(label);
  const at = text.lastIndexOf('::');
  return at < 0 ? null : text.slice(0, at);
}

/** The scoped label of a stage as the playbook spells it (POP-2). */
export function labelOfStage(stage: PopStage, playbook: Pick<Playbook, 'pop'>): string {
  return playbook.pop.labels[stage];
}

/** The stage that an issue's labels tell, however they are spelled; the furthest of several, null for none (POP-2). */
export function stageOfLabels(labels: readonly string[], playbook: Pick<Playbook, 'pop'>): PopStage | null {
  const found = popStages.filter((stage) =>
    labels.some((label) => sameLabel(label, playbook.pop.labels[stage])),
  );
  return found.at(-1) ?? null;
}
