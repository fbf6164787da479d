import { z } from 'zod';
import { passwordFault } from './password';
import { ROLES } from './person';
import { emailInput, nameInput } from './setup.input';

export const ownNameInput = z.object({ name: nameInput });

export const ownPasswordInput = z.object({ current: z.string().max(1000), next: z.string().max(1000) });

export const newPersonInput = z
  .object({
    name: nameInput,
    email: emailInput,
    role: z.enum(ROLES),
    password: z.string().max(1000, 'too-long')
  })
  .superRefine((value, context) => {
    const fault = passwordFault(value.password, [value.email, value.name]);
    if (fault) context.addIssue({ code: 'custom', path: ['password'], message: fault });
  });

const personId = z.coerce.number().int().positive();
export const roleInput = z.object({ personId, role: z.enum(ROLES) });
export const accessInput = z.object({
  personId,
  isDisabled: z.enum(['yes', 'no']).transform((value) => value === 'yes')
});
export const resetInput = z.object({ personId, password: z.string().max(1000, 'too-long') });
