import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { chunkGroups } from './chunks.ts';

/** Where `npm run console` finds the API while the page itself comes from Vite. */
const platform = process.env['MODELKEEP_URL'] ?? 'http://127.0.0.1:4780';

/** Tells the page to sign in the names of the files that come after it. */
const whatComesNext: Plugin = {
  name: 'what-comes-next',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const next = Object.values(bundle).filter(
        (file) => file.type === 'chunk' && ['base', 'console'].includes(file.name),
      );
      const content = next.map(({ fileName }) => `/${fileName}`).join(' ');
      return [{ tag: 'meta', attrs: { name: 'next', content }, injectTo: 'head' }];
    },
  },
};

export default defineConfig({
  plugins: [whatComesNext],
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: {
    // domain/ hashes with it; no page does, and whatever still names it must not keep the bundle from being made.
    alias: { 'node:crypto': fileURLToPath(new URL('src/no-crypto.ts', import.meta.url)) },
  },
  build: {
    outDir: 'dist',
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: chunkGroups() },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/': {
        target: platform,
        // What a browser opens as a page, and the page's own files, come from Vite; what a script asks for, from the API.
        bypass: ({ url = '/', headers }) =>
          headers.accept?.includes('text/html')
            ? '/index.html'
            : /^\/(src|@|node_modules|domain)\b|\.(js|svg|woff2)$/.test(url)
              ? url
              : undefined,
      },
    },
  },
});
