import type { Locale } from '../shared/locale';

const en = {
  open: 'Open the chat',
  close: 'Close the chat',
  title: 'Chat with us',
  hello: 'Hi there 👋',
  tagline: 'Ask us anything, or share your feedback.',
  reply_in_a_few_minutes: 'Usually replies in a few minutes',
  reply_in_a_few_hours: 'Usually replies in a few hours',
  reply_in_a_day: 'Usually replies in a day',
  online: 'We are online',
  away: 'We are away at the moment',
  back: 'Back {when}',
  placeholder: 'Write a message…',
  send: 'Send',
  attach: 'Attach a file',
  emoji: 'Emoji',
  menu: 'More',
  sound_off: 'Turn sound off',
  sound_on: 'Turn sound on',
  end: 'End conversation',
  end_sure: 'End this conversation?',
  end_yes: 'End it',
  cancel: 'Cancel',
  popout: 'Open in a window',
  ended: 'This conversation has ended',
  ended_again: 'Write again whenever you like.',
  start_new: 'Start a new conversation',
  offline: 'You are offline. What you write is sent when you are back.',
  connecting: 'Connecting…',
  today: 'Today',
  yesterday: 'Yesterday',
  new_messages: 'New messages',
  to_bottom: 'To the newest message',
  earlier: 'Earlier messages',
  loading: 'Loading…',
  sending: 'Sending',
  sent: 'Sent',
  read: 'Seen',
  failed: 'Not sent',
  retry: 'Try again',
  discard: 'Discard',
  deleted: 'This message was deleted',
  edited: 'edited',
  typing: '{name} is typing',
  someone: 'Someone',
  you: 'You',
  bot: 'Bot',
  drop: 'Drop the file to send it',
  too_large: '“{name}” is too large: at most {limit}.',
  wrong_type: 'Files like “{name}” cannot be sent here.',
  too_long: '{count} characters too many',
  file_pending: 'The file is on its way',
  file_failed: 'The file could not be fetched',
  download: 'Download {name}',
  image: 'Image',
  unread_one: '1 unread message',
  unread_many: '{count} unread messages',
  form_start: 'Start chatting',
  form_required: 'Please fill this in.',
  form_email: 'This does not look like an e-mail address.',
  form_phone: 'Please write the number with its country code, like +1 415 555 0100.',
  form_pattern: 'Please check this.',
  form_choose: 'Choose…',
  form_failed: 'That could not be saved. Please try again.',
  unavailable: 'The chat is not available here.',
  emoji_smileys: 'Smileys',
  emoji_people: 'People and gestures',
  emoji_nature: 'Animals and nature',
  emoji_food: 'Food',
  emoji_things: 'Activities and objects',
  emoji_symbols: 'Symbols',
};

export type Key = keyof typeof en;
type Words = Record<Key, string>;

const pt: Words = {
  open: 'Abrir o chat',
  close: 'Fechar o chat',
  title: 'Fale com a gente',
  hello: 'Olá 👋',
  tagline: 'Pergunte o que quiser ou conte o que achou.',
  reply_in_a_few_minutes: 'Costuma responder em alguns minutos',
  reply_in_a_few_hours: 'Costuma responder em algumas horas',
  reply_in_a_day: 'Costuma responder em um dia',
  online: 'Estamos online',
  away: 'Não estamos disponíveis agora',
  back: 'Voltamos {when}',
  placeholder: 'Escreva uma mensagem…',
  send: 'Enviar',
  attach: 'Anexar um arquivo',
  emoji: 'Emoji',
  menu: 'Mais',
  sound_off: 'Desligar o som',
  sound_on: 'Ligar o som',
  end: 'Encerrar conversa',
  end_sure: 'Encerrar esta conversa?',
  end_yes: 'Encerrar',
  cancel: 'Cancelar',
  popout: 'Abrir em uma janela',
  ended: 'Esta conversa foi encerrada',
  ended_again: 'Escreva de novo quando quiser.',
  start_new: 'Começar uma nova conversa',
  offline: 'Você está sem conexão. O que escrever será enviado quando ela voltar.',
  connecting: 'Conectando…',
  today: 'Hoje',
  yesterday: 'Ontem',
  new_messages: 'Novas mensagens',
  to_bottom: 'Ir para a mensagem mais recente',
  earlier: 'Mensagens anteriores',
  loading: 'Carregando…',
  sending: 'Enviando',
  sent: 'Enviada',
  read: 'Vista',
  failed: 'Não enviada',
  retry: 'Tentar de novo',
  discard: 'Descartar',
  deleted: 'Esta mensagem foi apagada',
  edited: 'editada',
  typing: '{name} está digitando',
  someone: 'Alguém',
  you: 'Você',
  bot: 'Robô',
  drop: 'Solte o arquivo para enviar',
  too_large: '“{name}” é grande demais: no máximo {limit}.',
  wrong_type: 'Arquivos como “{name}” não podem ser enviados aqui.',
  too_long: '{count} caracteres a mais',
  file_pending: 'O arquivo está a caminho',
  file_failed: 'Não foi possível buscar o arquivo',
  download: 'Baixar {name}',
  image: 'Imagem',
  unread_one: '1 mensagem não lida',
  unread_many: '{count} mensagens não lidas',
  form_start: 'Começar a conversa',
  form_required: 'Por favor, preencha.',
  form_email: 'Isto não parece um e-mail.',
  form_phone: 'Escreva o número com o código do país, como +55 11 91234-5678.',
  form_pattern: 'Por favor, confira.',
  form_choose: 'Escolha…',
  form_failed: 'Não foi possível salvar. Tente de novo.',
  unavailable: 'O chat não está disponível aqui.',
  emoji_smileys: 'Carinhas',
  emoji_people: 'Pessoas e gestos',
  emoji_nature: 'Animais e natureza',
  emoji_food: 'Comida',
  emoji_things: 'Atividades e objetos',
  emoji_symbols: 'Símbolos',
};

const es: Words = {
  open: 'Abrir el chat',
  close: 'Cerrar el chat',
  title: 'Habla con nosotros',
  hello: 'Hola 👋',
  tagline: 'Pregúntanos lo que quieras o cuéntanos tu opinión.',
  reply_in_a_few_minutes: 'Suele responder en unos minutos',
  reply_in_a_few_hours: 'Suele responder en unas horas',
  reply_in_a_day: 'Suele responder en un día',
  online: 'Estamos en línea',
  away: 'Ahora no estamos disponibles',
  back: 'Volvemos {when}',
  placeholder: 'Escribe un mensaje…',
  send: 'Enviar',
  attach: 'Adjuntar un archivo',
  emoji: 'Emoji',
  menu: 'Más',
  sound_off: 'Quitar el sonido',
  sound_on: 'Activar el sonido',
  end: 'Terminar la conversación',
  end_sure: '¿Terminar esta conversación?',
  end_yes: 'Terminar',
  cancel: 'Cancelar',
  popout: 'Abrir en una ventana',
  ended: 'Esta conversación ha terminado',
  ended_again: 'Vuelve a escribir cuando quieras.',
  start_new: 'Empezar una conversación nueva',
  offline: 'No tienes conexión. Lo que escribas se enviará cuando vuelva.',
  connecting: 'Conectando…',
  today: 'Hoy',
  yesterday: 'Ayer',
  new_messages: 'Mensajes nuevos',
  to_bottom: 'Ir al mensaje más reciente',
  earlier: 'Mensajes anteriores',
  loading: 'Cargando…',
  sending: 'Enviando',
  sent: 'Enviado',
  read: 'Visto',
  failed: 'No enviado',
  retry: 'Reintentar',
  discard: 'Descartar',
  deleted: 'Este mensaje fue eliminado',
  edited: 'editado',
  typing: '{name} está escribiendo',
  someone: 'Alguien',
  you: 'Tú',
  bot: 'Bot',
  drop: 'Suelta el archivo para enviarlo',
  too_large: '«{name}» es demasiado grande: como máximo {limit}.',
  wrong_type: 'Aquí no se pueden enviar archivos como «{name}».',
  too_long: 'Sobran {count} caracteres',
  file_pending: 'El archivo está en camino',
  file_failed: 'No se pudo obtener el archivo',
  download: 'Descargar {name}',
  image: 'Imagen',
  unread_one: '1 mensaje sin leer',
  unread_many: '{count} mensajes sin leer',
  form_start: 'Empezar a chatear',
  form_required: 'Rellena este campo.',
  form_email: 'Esto no parece un correo electrónico.',
  form_phone: 'Escribe el número con el código del país, como +34 612 34 56 78.',
  form_pattern: 'Revisa este campo.',
  form_choose: 'Elige…',
  form_failed: 'No se pudo guardar. Inténtalo de nuevo.',
  unavailable: 'El chat no está disponible aquí.',
  emoji_smileys: 'Caritas',
  emoji_people: 'Personas y gestos',
  emoji_nature: 'Animales y naturaleza',
  emoji_food: 'Comida',
  emoji_things: 'Actividades y objetos',
  emoji_symbols: 'Símbolos',
};

export const WORDS: Record<Locale, Words> = { en, 'pt-BR': pt, es };

/** The words of one language; placeholders in braces are replaced. */
export function translator(locale: Locale) {
  return (key: Key, values: Record<string, string | number> = {}): string =>
    WORDS[locale][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const DAY = 86_400_000;

const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** The heading of a day: today, yesterday, else the date. */
export function dayName(date: Date, now: Date, locale: Locale): string {
  const days = Math.round((midnight(now) - midnight(date)) / DAY);
  if (days === 0 || days === 1) {
    return WORDS[locale][days === 0 ? 'today' : 'yesterday'];
  }
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(date);
}

export function timeOf(date: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(date);
}

/** When we are back, in words: "tomorrow at 9:00 AM", "Monday at 9:00 AM". */
export function backAt(date: Date, now: Date, locale: Locale): string {
  const days = Math.round((midnight(date) - midnight(now)) / DAY);
  const at = { en: 'at', 'pt-BR': 'às', es: 'a las' }[locale];
  const time = timeOf(date, locale);
  if (days < 2) {
    return `${new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')} ${at} ${time}`;
  }
  const day = new Intl.DateTimeFormat(locale, days < 7 ? { weekday: 'long' } : { day: 'numeric', month: 'long' }).format(date);
  return `${day} ${at} ${time}`;
}

export function sizeOf(bytes: number, locale: Locale): string {
  const [value, unit] = bytes < 1_048_576 ? [bytes / 1024, 'KB'] : [bytes / 1_048_576, 'MB'];
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${unit}`;
}
