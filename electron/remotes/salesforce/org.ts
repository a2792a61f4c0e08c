import { err, ok } from '../../../shared/lib/result';
import type { Playbook, SalesforceMapping } from '../../../shared/playbook/playbook';
import type { Denied, Remotely } from '../common/failure';
import type { SalesforceClient } from './client';
import type { Describe } from './dto/describe';
import { type CrmEntity, type EntityShape, type Missing, shapeOf } from './shape';

const DESCRIBE_LASTS_MS = 60 * 60 * 1000;

/** What the connected org offers, read from describe and kept for an hour. */
export type Org = {
  /** The entity's shape; a denied failure with code `no-object` when the org does not have it. */
  shape(entity: CrmEntity): Promise<Remotely<EntityShape>>;
  describe(object: string): Promise<Remotely<Describe>>;
  /** Takes a column that a query refused out of the entity's shape; false when it is not in there. */
  dropColumn(entity: CrmEntity, message: string): boolean;
  /** Plain words about everything of the mapping that this org does not have. */
  missing(): string[];
  /** Has an object described anew, since what may be done with its fields may have changed. */
  lookAgain(seen: Pick<EntityShape, 'describe'>): void;
  forget(): void;
};

type Cached = {
  readonly at: number;
  readonly answer: Promise<Remotely<Describe>>;
  described: Describe | null;
};

/** The mapping that the playbook chose; the loader has checked that it exists. */
export function chosenMapping(playbook: Playbook): SalesforceMapping {
  const { mapping, mappings } = playbook.salesforce;
  const chosen = mappings.find(({ key }) => key === mapping) ?? mappings[0];
  if (chosen === undefined) throw new Error('the playbook has no Salesforce mapping');
  return chosen;
}

/** A name of the mapping in words: `gtmMotion` is the GTM motion. */
function plainName(domain: string): string {
  return domain
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/\b(gtm|cam)\b/g, (short) => short.toUpperCase());
}

function noObject(message: string): Denied {
  return { kind: 'denied', status: 404, code: 'no-object', message, fields: [] };
}

/** Makes the cache over a client; `now` is local time in milliseconds and only ages the cache. */
export function createOrg(client: SalesforceClient, playbook: () => Playbook, now: () => number): Org {
  const describes = new Map<string, Cached>();
  const unusable = new Map<string, Set<string>>();
  const missing = new Map<string, readonly Missing[]>();
  const absent = new Map<string, string>();

  function describe(object: string): Promise<Remotely<Describe>> {
    const known = describes.get(object);
    if (known !== undefined && now() - known.at < DESCRIBE_LASTS_MS) return known.answer;
    unusable.delete(object);
    const answer = client.describe(object);
    const cached: Cached = { at: now(), answer, described: null };
    describes.set(object, cached);
    void answer.then((result) => {
      if (result.ok) cached.described = result.value;
      if (!result.ok && describes.get(object)?.answer === answer) describes.delete(object);
    });
    return answer;
  }

  return {
    describe,
    async shape(entity) {
      const mapping = chosenMapping(playbook());
      const wanted = mapping.entities[entity];
      if (wanted === null) return err(noObject(`The playbook maps no Salesforce object for ${entity}.`));
      const described = await describe(wanted.object);
      if (!described.ok) {
        if (described.error.kind !== 'denied' || described.error.status !== 404) return described;
        const why = `This Salesforce org has no object ${wanted.object}, or you may not see it.`;
        absent.set(entity, why);
        return err(noObject(why));
      }
      absent.delete(entity);
      const found = shapeOf(entity, mapping, described.value, unusable.get(wanted.object) ?? new Set());
      if (found === null) return err(noObject(`The playbook maps no Salesforce object for ${entity}.`));
      missing.set(entity, found.missing);
      return ok(found.shape);
    },
    dropColumn(entity, message) {
      const wanted = chosenMapping(playbook()).entities[entity];
      const name = /(?:No such column|Didn't understand relationship|No such relation) '([^']+)'/i.exec(
        message,
      )?.[1];
      if (wanted === null || name === undefined) return false;
      const dropped = unusable.get(wanted.object) ?? new Set<string>();
      const culprits = Object.values(wanted.fields)
        .map((path) => path.toLowerCase())
        .filter((path) => path.split('.').includes(name.toLowerCase()) && !dropped.has(path));
      for (const path of culprits) dropped.add(path);
      unusable.set(wanted.object, dropped);
      return culprits.length > 0;
    },
    missing() {
      const fields = [...missing.values()]
        .flat()
        .map(
          ({ object, path, domain }) =>
            `Salesforce has no field ${path} on ${object}; “${plainName(domain)}” is not exchanged.`,
        );
      return [...new Set([...absent.values(), ...fields])];
    },
    lookAgain({ describe: seen }) {
      for (const [object, { described }] of describes) if (described === seen) describes.delete(object);
    },
    forget() {
      describes.clear();
      unusable.clear();
      missing.clear();
      absent.clear();
    },
  };
}
