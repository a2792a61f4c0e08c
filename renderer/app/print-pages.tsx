import type { ComponentType } from 'react';
import type { PrintPageProps } from '../widgets/print-page';

// Each feature that prints brings `features/<name>/<name>-print.tsx`, which exports `<Name>Print`.
const found = import.meta.glob<Record<string, unknown>>('../features/*/*-print.tsx');

/** The print page of a feature; null when it has none. */
export async function loadPrintPage(feature: string): Promise<ComponentType<PrintPageProps> | null> {
  const load = found[`../features/${feature}/${feature}-print.tsx`];
  if (load === undefined) return null;
  const exported = `${feature.charAt(0).toUpperCase()}${feature.slice(1)}Print`;
  const component = (await load())[exported];
  if (!isComponent(component))
    throw new Error(`features/${feature}/${feature}-print.tsx exports no ${exported}`);
  return component;
}

function isComponent(value: unknown): value is ComponentType<PrintPageProps> {
  return typeof value === 'function';
}
