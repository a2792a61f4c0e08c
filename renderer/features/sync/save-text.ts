import type { Bridge } from '../../bridge/bridge';
import { showToast } from '../../ui/toast-store';

/** Saves text where the person says; gives null, or why it was not saved and what to do. */
export async function saveText(
  bridge: Pick<Bridge, 'call'>,
  suggestedName: string,
  text: string,
): Promise<string | null> {
  const answer = await bridge.call('file.save', { suggestedName, bytes: new TextEncoder().encode(text) });
  if (!answer.ok) return `It was not saved. ${answer.error.message} ${answer.error.fix}`;
  if (answer.value !== null) showToast(`Saved to ${answer.value.path}`);
  return null;
}
