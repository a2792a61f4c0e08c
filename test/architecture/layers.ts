import { cruiseLayers, projectRoot } from './cruise';

/** Fewer modules than this means that the cruise did not see the tree, and its silence is worth nothing. */
const leastModules = 100;

const { modules, violations } = await cruiseLayers(projectRoot);
for (const { rule, from, to } of violations) process.stdout.write(`${rule}: ${from} → ${to}\n`);
process.stdout.write(`${modules} modules, ${violations.length} imports against the layers\n`);
if (modules < leastModules) {
  process.stdout.write(`That is fewer than ${leastModules} modules: the tree was not read.\n`);
}
process.exitCode = violations.length === 0 && modules >= leastModules ? 0 : 1;
