// A process that tries to hold a workspace, says how it went, and stays until it is told to go.
import { openHold } from '../../../electron/journal/hold';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('the folder of the claims is missing');
const hold = openHold(folder);
process.on('message', (asked) => {
  if (asked === 'take') void hold.take().then((held) => process.send?.(held));
  else void hold.release().then(() => process.disconnect());
});
process.send?.('ready');
