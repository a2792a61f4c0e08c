/** What is wrong with an address typed into a connect form, as a sentence with the fix; null when it can be tried. */
export function addressProblem(text: string): string | null {
  if (text.trim() === '') return 'Enter the address, such as https://gitlab.example.com.';
  const url = parsed(text.trim());
  if (url === null) return 'This is no web address. Write it whole, starting with https://.';
  if (url.protocol === 'https:') return null;
  // An emulator or a tunnel on this computer cannot be listened to on the way.
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'http:' && isHere ? null : 'The address must start with https://.';
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
