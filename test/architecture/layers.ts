import { cruiseLayers, leastModules, projectRoot } from './cruise';

const { modules, violations } = await cruiseLayers(projectRoot);
for (const { rule, from, to } of violations) process.stdout.write(`${rule}: ${from} → ${to}\n`);
process.stdout.write(`${modules} modules, ${violations.length} imports against the layers\n`);
if (modules < leastModules) {
  process.stdout.write(`That is fewer than ${leastModules} modules: the tree was not read.\n`);
}
process.exitCode = violations.length === 0 && modules >= leastModules ? 0 : 1;
