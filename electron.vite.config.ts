import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The oldest Electron the app runs on. electron-vite would take its targets from the package in node_modules,
// which is newer; this also keeps main and preload in CommonJS.
process.env['ELECTRON_MAJOR_VER'] = '25';

const commonJs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
} as const;

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
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      target: 'chrome114',
      outDir: here('out/renderer'),
      minify: true,
      // Inlined files would be data: addresses, which the content security policy refuses for fonts and workers.
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rolldownOptions: { input: { index: here('renderer/index.html'), print: here('renderer/print.html') } },
    },
  },
});
