import { Problem } from '../lib/db/problem';
import { printable } from '../lib/text/printable';

/**
 * Runs a command and ends the process: a problem that the reader can mend is one line and status 1.
 * Anything else is our own fault, and its trace is what a report of it needs.
 */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    // A path or a value in it is somebody else's text.
    console.error(error instanceof Problem ? error.message.split('\n').map(printable).join('\n') : error);
    process.exitCode = 1;
  }
}
