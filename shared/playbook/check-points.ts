import { unknown } from './check-names';
import type { Misfit, PlaybookPath } from './paths';
import { placeholdersIn } from './placeholders';
import type { ProgramOffer } from './playbook';

/** Figures that a label lacks or does not tell, and points that wait for one which does not come before them. */
export function pointMisfits(offer: ProgramOffer, path: PlaybookPath): Misfit[] {
  const lists = { needs: offer.needs, commitments: offer.commitments, duties: offer.duties };
  const figures = Object.entries(lists).flatMap(([list, points]) =>
    points.flatMap(({ label, figures: known }, at): Misfit[] => {
      const told = placeholdersIn(label);
      return [
        ...told.flatMap((name) => unknown(name, Object.keys(known), 'figure', [...path, list, at, 'label'])),
        ...Object.keys(known)
          .filter((name) => !told.includes(name))
          .map((name) => ({
            path: [...path, list, at, 'figures', name],
            message: `the label does not tell this figure; write {${name}} where it belongs`,
          })),
      ];
    }),
  );
  const above: string[] = [];
  const order = [...offer.needs, ...offer.commitments].flatMap(({ key, after }, at): Misfit[] => {
    const list = at < offer.needs.length ? 'needs' : 'commitments';
    const index = at < offer.needs.length ? at : at - offer.needs.length;
    const found = after.flatMap((name, position) =>
      unknown(name, above, 'point above', [...path, list, index, 'after', position]),
    );
    above.push(key);
    return found;
  });
  return [...figures, ...order];
}
