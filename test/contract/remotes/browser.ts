/** Application of the default seed that may sign people in to GitLab. */
export const OAUTH_APP = 'channel-desk-gitlab';

/** The browser of a person who agrees to everything: goes where the page sends it. */
export async function agree(url: string): Promise<void> {
  const consent = await fetch(url, { redirect: 'manual' });
  const back = consent.headers.get('location');
  if (back === null) throw new Error(`no way back: ${consent.status} ${await consent.text()}`);
  await fetch(back);
}
