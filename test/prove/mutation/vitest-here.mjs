// Tests that ask for vitest get the registry of mutation testing, which has the real `expect`.
const registry = new URL('registry.mjs', import.meta.url).href;

export function resolve(specifier, context, next) {
  if (specifier === 'vitest' && context.parentURL !== registry) return { url: registry, shortCircuit: true };
  return next(specifier, context);
}
