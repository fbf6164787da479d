import { z } from 'zod';
import { textInput } from '$lib/text/text.input';
import { BASES } from './terms';

/** The fields of the terms as a form sends them; all may be left out. `each` is weeks or days in one store. */
export const termsFields = {
  basis: z.enum(BASES).default('lump'),
  rate: textInput(40).default(''),
  volume: textInput(40).default(''),
  each: textInput(40).default(''),
  fixed: textInput(40).default(''),
  threshold: textInput(40).default(''),
  stores: textInput(40).default(''),
  stock: textInput(40).default(''),
  shelfPrice: textInput(40).default(''),
  agreed: textInput(300).default('')
};
