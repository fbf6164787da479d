import { Throttle } from './throttle';

let kept: Throttle | undefined;

/** The server's one throttle of sign-ins: it is about the server as a whole, not about a visitor. */
export function signInThrottle(): Throttle {
  kept ??= new Throttle();
  return kept;
}
