import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The dashboard: built to dist/web, served by src/channels/dashboard. In development it asks the service on port 3000. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 700 },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
