import { describe, expect, it } from 'vitest';
import { createI18n } from 'vue-i18n';
import type { Message } from '@/api/types';
import { activityOf, type Activity } from '@/lib/activity';
import type { Locale } from '@/i18n';
import { previewOf } from '@/lib/preview';
import en from '@/locales/en';
import es from '@/locales/es';
import pt from '@/locales/pt-BR';

const { t } = createI18n({ legacy: false, locale: 'pt-BR', messages: { en, es, 'pt-BR': pt } }).global;

const line = (content: string, activity?: Activity) => ({ message_type: 2, content, content_attributes: activity ? { activity } : {} }) as Message;
const said = (locale: Locale, message: Message) => activityOf(message, (key, named) => t(key, named ?? {}, { locale }));

describe('what happened', () => {
  it.each<[string, string, string, Activity]>([
    ['Conversation was marked resolved by Ana', 'Conversa resolvida por Ana', 'Conversación resuelta por Ana', { kind: 'resolved', actor: 'Ana' }],
    ['Assigned to Bo by automation', 'Atribuída a Bo por automação', 'Asignada a Bo por automatización', { kind: 'assigned', assignee: 'Bo' }],
    ['Assigned to team vips by Ana', 'Atribuída ao time vips por Ana', 'Asignada al equipo vips por Ana', { kind: 'team_assigned', actor: 'Ana', team: 'vips' }],
    ['Ana set the priority to high', 'Ana definiu a prioridade como alta', 'Ana puso la prioridad en alta', { kind: 'priority_set', actor: 'Ana', priority: 'high' }],
    ['Ana added new, vip', 'Ana adicionou new, vip', 'Ana añadió new, vip', { kind: 'labels_added', actor: 'Ana', labels: ['new', 'vip'] }],
  ])('reads %j in each language', (english, portuguese, spanish, activity) => {
    const message = line(english, activity);

    expect((['en', 'pt-BR', 'es'] as const).map((locale) => said(locale, message))).toEqual([english, portuguese, spanish]);
  });

  it('keeps names as they are, whatever is in them', () => {
    expect(said('en', line('', { kind: 'taken', actor: 'A {b} | @c' }))).toBe('A {b} | @c took the conversation');
  });

  it('is told by the hub where the hub tells no more, or tells what is new', () => {
    expect(said('es', line('Ana added new'))).toBe('Ana added new');
    expect(said('es', line('Ana did more', { kind: 'new' } as unknown as Activity))).toBe('Ana did more');
  });

  it('is in the preview, too', () => {
    expect(previewOf(line('Ana took the conversation', { kind: 'taken', actor: 'Ana' }), t)).toBe('Ana assumiu a conversa');
  });
});
