import { Problem } from '../lib/db/problem';

/**
 * Runs a command and ends the process: a problem that the reader can mend is one line and status 1.
 * Anything else is our own fault, and its trace is what a report of it needs.
 */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error);
    process.exitCode = 1;
  }
}
