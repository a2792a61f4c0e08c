import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { HtmlTagDescriptor, Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The oldest Electron the app runs on. electron-vite would take its targets from the package in node_modules,
// which is newer; this also keeps main and preload in CommonJS.
process.env['ELECTRON_MAJOR_VER'] = '25';

const commonJs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
} as const;

// What the first screens need comes in three files instead of dozens: each takes its module and all that it imports,
// as far as the one before has not taken it.
const startGroups = [
  { name: 'start', test: /renderer[\\/]app[\\/]main\.tsx$|rolldown[\\/]runtime/, priority: 3 },
  { name: 'app', test: /renderer[\\/]app[\\/]run-app\.tsx$/, priority: 2 },
  { name: 'screens', test: /renderer[\\/]features[\\/](today|mdf)[\\/]\1-screen\.tsx$/, priority: 1 },
];

/** Names the files of the first screens in the page, so that they are fetched at once and not when they are asked for. */
function firstFilesInPage(): Plugin {
  return {
    name: 'first-files-in-page',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { filename, bundle }) =>
        !filename.endsWith('index.html')
          ? []
          : Object.keys(bundle ?? {}).flatMap((file): HtmlTagDescriptor[] => {
              if (!/\/(app|screens|rolldown-runtime|inter-latin-wght-normal)-[^/]+$/.test(file)) return [];
              const attrs = { crossorigin: true, href: `/${file}` };
              const how = file.endsWith('.css')
                ? { rel: 'stylesheet' }
                : file.endsWith('.js')
                  ? { rel: 'modulepreload' }
                  : { rel: 'preload', as: 'font', type: 'font/woff2' };
              return [{ tag: 'link', attrs: { ...how, ...attrs }, injectTo: 'head' }];
            }),
    },
  };
}

export default defineConfig({
  main: {
    build: {
      target: 'node18',
      outDir: here('out/main'),
      // Everything is bundled: a start then opens one file instead of hundreds.
      externalizeDeps: false,
      rolldownOptions: { input: { index: here('electron/main/index.ts') }, output: commonJs },
    },
  },
  preload: {
    build: {
      target: 'node18',
      outDir: here('out/preload'),
      externalizeDeps: false,
      rolldownOptions: { input: { index: here('electron/preload/index.ts') }, output: commonJs },
    },
  },
  renderer: {
    root: here('renderer'),
    // Pages are served from the root of `app://desk/`.
    base: '/',
    plugins: [react(), firstFilesInPage()],
    // Its usual entry is a script for old browsers, larger and slower to begin with.
    resolve: { alias: { dexie: here('node_modules/dexie/dist/modern/dexie.mjs') } },
    worker: { format: 'es' },
    build: {
      target: 'chrome114',
      outDir: here('out/renderer'),
      minify: true,
      // Inlined files would be data: addresses, which the content security policy refuses for fonts and workers.
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { index: here('renderer/index.html'), print: here('renderer/print.html') },
        output: { codeSplitting: { groups: startGroups } },
      },
    },
  },
});
