import type { Person } from '$lib/people/person';

declare global {
  namespace App {
    interface Error {
      message: string;
      /** A short id that also stands in the server's log, so that a report can be traced. */
      reference?: string;
    }
    interface Locals {
      person: Person | null;
      sessionToken: string | null;
    }
  }
}

export {};
