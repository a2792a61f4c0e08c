import type { Found, ItemFound, RequestFound, Saved } from './messages';

/** What was said to be saved so far, over all starts of one workspace. */
export type Ledger = {
  note(saved: Saved): void;
  /** What is missing or half in a workspace that was found; empty when all is well. */
  faultsOf(found: Found): string[];
};

function halfItem({ id, count, rev, auditLines, intents, issueIid }: ItemFound): string[] {
  // Sync adds revisions of its own; without an issue every edit is one revision, one line and one intent.
  const faults: string[] = [];
  if (auditLines !== count) faults.push(`item ${id} has ${count} edits but ${auditLines} lines of history`);
  if (intents !== count) faults.push(`item ${id} has ${count} edits but ${intents} intents`);
  if (issueIid === null && rev !== count) faults.push(`item ${id} has ${count} edits but revision ${rev}`);
  return faults;
}

function halfRequest({ id, count, isApproved, documents, auditLines, intents }: RequestFound): string[] {
  const saves = count + (isApproved ? 1 : 0);
  const lines = saves + documents.length;
  const faults: string[] = [];
  if (auditLines !== lines)
    faults.push(
      `request ${id} has ${saves} saves and ${documents.length} files but ${auditLines} lines of history`,
    );
  if (intents !== saves) faults.push(`request ${id} has ${saves} saves but ${intents} intents`);
  return faults;
}

/** Starts with nothing saved. */
export function startLedger(): Ledger {
  const edits = new Map<string, number>();
  const files = new Set<string>();
  const imports = new Map<string, number>();
  const requests = new Map<string, number>();
  const approvals = new Set<string>();
  return {
    note(saved) {
      switch (saved.kind) {
        case 'edit':
          edits.set(saved.item, Math.max(saved.count, edits.get(saved.item) ?? 0));
          return;
        case 'file':
          files.add(saved.sha256);
          return;
        case 'import':
          imports.set(saved.name, saved.rows);
          return;
        case 'request':
          requests.set(saved.id, Math.max(saved.count, requests.get(saved.id) ?? 0));
          return;
        case 'approval':
          approvals.add(saved.id);
          return;
        case 'round':
          return;
      }
    },
    faultsOf(found) {
      const faults: string[] = [];
      const counts = new Map(found.items.map(({ id, count }) => [id, count]));
      for (const [item, count] of edits) {
        const there = counts.get(item) ?? 0;
        if (there < count) faults.push(`item ${item}: edit ${count} was saved, ${there} is there`);
      }
      const there = new Map(found.requests.map((request) => [request.id, request]));
      for (const [id, count] of requests) {
        const request = there.get(id);
        if ((request?.count ?? 0) < count)
          faults.push(`request ${id}: edit ${count} was saved, ${request?.count ?? 0} is there`);
        if (approvals.has(id) && request?.isApproved !== true)
          faults.push(`request ${id} was approved and is not`);
      }
      const whole = new Set(found.wholeFiles);
      for (const sha256 of files) if (!whole.has(sha256)) faults.push(`file ${sha256} is not whole`);
      for (const sha256 of found.brokenFiles) faults.push(`document ${sha256} has no whole bytes`);
      for (const [name, rows] of Object.entries(found.imports)) {
        // An import is one commit: all of its rows or none.
        if (rows !== 120) faults.push(`import ${name} has ${rows} rows of 120`);
      }
      for (const name of imports.keys()) {
        if (found.imports[name] === undefined) faults.push(`import ${name} was saved and is not there`);
      }
      if (found.brokenLink !== null) faults.push(`history is broken at line ${found.brokenLink}`);
      faults.push(...found.items.flatMap(halfItem), ...found.requests.flatMap(halfRequest));
      if (found.notice?.kind === 'restored') {
        faults.push(...found.notice.restored.missing.map((what) => `told as missing: ${what}`));
      }
      return faults;
    },
  };
}
