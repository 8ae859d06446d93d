import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/static/build/',
  plugins: [tailwindcss()],
  build: {
    outDir: fileURLToPath(new URL('../segue/web/static/build', import.meta.url)),
    emptyOutDir: true,
    // Not in a dot folder, which Django's collectstatic would skip.
    manifest: 'manifest.json',
    // Fonts stay files: a data: address would break the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: 'src/app.js',
      // htmx holds one eval behind a setting that src/htmx.js switches off.
      checks: { eval: false },
    },
  },
})
