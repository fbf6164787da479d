import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { catalogues } from './messages/options.js';

export default defineConfig({
  plugins: [paraglideVitePlugin(catalogues), sveltekit()],
  // A second checkout or server beside this one needs a cache of its own.
  cacheDir: process.env.VITE_CACHE_DIR ?? 'node_modules/.vite',
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.ts', 'tests/*.test.ts'],
          exclude: ['**/*.server.test.ts', 'tests/schema.test.ts'],
          // No test asserts a time: a busy machine must not fail one.
          testTimeout: 60_000
        }
      },
      {
        extends: true,
        test: {
          name: 'database',
          environment: 'node',
          include: ['src/**/*.server.test.ts', 'tests/*.server.test.ts', 'tests/schema.test.ts'],
          globalSetup: ['tests/database.setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000
        }
      }
    ]
  }
});
