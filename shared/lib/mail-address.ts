// Letters of any script are allowed before the @: such addresses exist.
const ADDRESS =
  /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u;

/** Whether a text has the form of one e-mail address; nobody is asked whether it exists. */
export function isMailAddress(text: string): boolean {
  return ADDRESS.test(text);
}
