const LEAST = 15;
const MOST = 128;
/** Long and well known all the same; compared without case and spaces. */
const BLOCKED = [
  'passwordpassword',
  'password1234567',
  '123456789012345',
  '1234567890123456',
  'qwertyuiopasdfgh',
  'aaaaaaaaaaaaaaa',
  'letmeinletmeinletmein',
  'iloveyouiloveyou',
  'correcthorsebatterystaple',
  'warchestwarchest',
  'administrator123'
];

export type PasswordFault = 'too-short' | 'too-long' | 'well-known' | 'contains-name';

/**
 * What is wrong with a new password, or null. Length counts and known ones are refused; no rules of composition
 * (NIST SP 800-63B-4).
 *
 * @param own words that an attacker would try first: the person's e-mail and name
 */
export function passwordFault(password: string, own: string[]): PasswordFault | null {
  const length = [...password].length;
  if (length < LEAST) return 'too-short';
  if (length > MOST) return 'too-long';
  const plain = password.toLowerCase().replace(/\s/g, '');
  if (BLOCKED.includes(plain) || new Set(plain).size < 4) return 'well-known';
  const words = own.flatMap((text) => text.toLowerCase().split(/[@\s]/)).filter((word) => word.length >= 4);
  const rest = words.reduce((text, word) => text.replaceAll(word, ''), plain);
  return rest.length < 8 && rest.length < plain.length ? 'contains-name' : null;
}
