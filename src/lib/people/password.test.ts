import { describe, expect, it } from 'vitest';
import { passwordFault } from './password';

describe('a new password', () => {
  it('has 15 to 128 characters, counted as people count them', () => {
    expect(passwordFault('blue kettle 14', [])).toBe('too-short');
    expect(passwordFault('blue kettle 145', [])).toBeNull();
    expect(passwordFault('泉水边的三只旧茶壶和一把伞啊', [])).toBe('too-short');
    expect(passwordFault('泉水边的三只旧茶壶和一把伞啊呀', [])).toBeNull();
    expect(passwordFault('abcdefgh'.repeat(16), [])).toBeNull();
    expect(passwordFault('abcdefgh'.repeat(16) + 'i', [])).toBe('too-long');
  });

  it('needs no digit, capital or sign', () => {
    expect(passwordFault('a quiet river under the bridge', [])).toBeNull();
  });

  it.each(['Password Password', 'CorrectHorseBatteryStaple', 'WARCHEST warchest', 'ababababababababab'])(
    'is not what attackers try first: %s',
    (password) => expect(passwordFault(password, [])).toBe('well-known')
  );

  it('is more than the person’s own name and e-mail', () => {
    const own = ['lin.meihua@example.com', 'Lin Meihua'];
    expect(passwordFault('lin.meihua12345', own)).toBe('contains-name');
    expect(passwordFault('meihua likes a warm winter', own)).toBeNull();
  });
});
