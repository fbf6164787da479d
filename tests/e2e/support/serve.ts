// The real server, on data of its own and on a fixed day, for as long as the end-to-end tests run.
import { dataFolder } from '../../factories/data-folder';

const { folder, remove } = dataFolder('e2e');
process.env.DATA_DIR = folder;
process.env.PORT = process.env.E2E_PORT ?? '4173';
process.env.WARCHEST_TODAY = '2026-11-25';
delete process.env.DATABASE_URL;
delete process.env.ORIGIN;
process.on('exit', remove);

await import('../../../src/cli/start');
