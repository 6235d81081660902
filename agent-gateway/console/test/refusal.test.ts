import { describe, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import { setLocale, translate as t } from '@/i18n';
import { refusalOf } from '@/lib/refusal';

describe('a refusal', () => {
  it.each([
    ['Email is invalid', 'email', 'E-mail: valor inválido.'],
    ['Email has already been taken by another inbox', 'email', 'E-mail: já está em uso.'],
    ["Short code can't be blank", 'short_code', 'Código curto: não pode ficar em branco.'],
    ['Name is too long (maximum is 255 characters)', 'name', 'Nome: 255 caracteres no máximo.'],
    ['Name must have 1 to 100 characters', 'name', 'Nome: 100 caracteres no máximo.'],
    ['Password is too short (minimum is 8 characters)', 'password', 'Senha: 8 caracteres no mínimo.'],
    ['Phone number should be in e164 format', 'phone_number', 'Telefone: comece com + e o código do país, como +5511987654321.'],
    ['Webhook url must start with http:// or https://', 'webhook_url', 'Endereço do webhook: comece com http:// ou https://.'],
    ['Title must consist of letters, digits, hyphens and underscores', 'title', 'Título: só letras, dígitos, - e _.'],
    ['Current password is incorrect', 'current_password', 'Senha atual: valor inválido.'],
    ['Assignment limit must be 0 (any number) to 1000', 'assignment_limit', 'Máximo de conversas abertas: de 0 a 1000.'],
  ])('says %j in the language of the reader', async (sentence, attribute, words) => {
    await setLocale('pt-BR');
    expect(refusalOf(sentence, [attribute], t)).toBe(words);
  });

  it.each([['Name is odd', ['name']], ["Payload can't be blank", ['payload']], ['Rather not', []]])('%j stays as the hub says it', (sentence, attributes) => {
    expect(refusalOf(sentence, attributes, t)).toBe(sentence);
  });

  it('is what forms get', async () => {
    await setLocale('es');
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ message: 'Title has already been taken', attributes: ['title'] }), { status: 422 })));
    await expect(api.post('/labels', {})).rejects.toThrow('Título: ya está en uso.');
  });
});
