import { inProcessRemotes, type InProcess, type InProcessChanges } from '../../support/in-process-remotes';
import { Desk, thePlaybook } from './desk';

/** A desk on the real remotes over both emulators, without sockets, and the means to let time run for all of them. */
export type DeskInProcess = { readonly desk: Desk; readonly world: InProcess; later(ms: number): void };

/** Makes a desk that has read nothing yet; `skew` is how far its clock is ahead of the servers'. */
export async function deskInProcess(
  changes: Partial<InProcessChanges> = {},
  pageSize = 200,
): Promise<DeskInProcess> {
  const desk = new Desk(undefined, pageSize);
  const start = Date.parse(desk.clock.now());
  desk.clock.advance(changes.skew ?? 0);
  const world = await inProcessRemotes({ playbook: thePlaybook(), start, ...changes });
  world.files.serve(desk.store);
  desk.engine = desk.newEngine({ remote: world.remotes });
  return {
    desk,
    world,
    later(ms) {
      desk.clock.advance(ms);
      world.time.server += ms;
      world.time.client += ms;
    },
  };
}
