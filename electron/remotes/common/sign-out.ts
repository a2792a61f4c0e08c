import type { Http } from './http';
import { type OAuthPlace, type OAuthServer, revokeGrant } from './oauth';

/** The sign-ins of one remote that are being ended at their servers. */
export type SignOuts = {
  /** Origins that have to be spoken to until then; what is connected may be another by now. */
  origins(): readonly string[];
  /** Ends a sign-in at the server; false when it could not be told. */
  end(http: Http, place: OAuthPlace, refresh: string): Promise<boolean>;
};

/** Keeps the way to a server open for as long as it takes to sign out there. */
export function createSignOuts<T>(server: OAuthServer<T>): SignOuts {
  const leaving: string[] = [];
  return {
    origins: () => leaving,
    async end(http, place, refresh) {
      const { origin } = new URL(place.address);
      leaving.push(origin);
      try {
        return await revokeGrant(http, server, place, refresh);
      } finally {
        leaving.splice(leaving.indexOf(origin), 1);
      }
    },
  };
}
