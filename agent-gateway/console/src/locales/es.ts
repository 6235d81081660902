import type { Words } from '@/i18n';

const words: Words = {
  app: {
    skip: 'Ir a la conversación', away: 'El servidor no responde. Intentando de nuevo …', offline: 'Conexión perdida. No se pierde nada; todo volverá en cuanto vuelva.',
    nothingFound: 'No se encontró nada', any: 'Cualquiera', signOut: 'Cerrar sesión',
  },
  action: {
    add: 'Añadir', assign: 'Asignar', back: 'Volver', cancel: 'Cancelar', close: 'Cerrar', copied: 'Copiado', copy: 'Copiar', copyLink: 'Copiar enlace', create: 'Crear', delete: 'Eliminar', deleteNamed: 'Eliminar {name}',
    dismiss: 'Descartar', download: 'Descargar', edit: 'Editar', go: 'Ir', labels: 'Etiquetas', more: 'Más acciones', mute: 'Silenciar y bloquear contacto', priority: 'Prioridad', reopen: 'Reabrir', resolve: 'Resolver', retry: 'Intentar de nuevo',
    save: 'Guardar', saved: 'Guardado', snooze: 'Posponer', status: 'Estado', team: 'Equipo', unmute: 'Reactivar', unread: 'Marcar como no leída', next: 'Siguiente', done: 'Listo', test: 'Probar', confirmDelete: '¿Eliminar «{name}»? No se puede deshacer.',
  },
  nav: {
    main: 'Principal', open: 'Abrir el menú', search: 'Buscar o ir a …', notifications: 'Notificaciones, {count} sin leer', inbox: 'Bandeja', inboxes: 'Bandejas', teams: 'Equipos', labels: 'Etiquetas', folders: 'Filtros guardados',
    contacts: 'Contactos', overview: 'Resumen', reports: 'Informes', settings: 'Ajustes', noInboxes: 'Aún no hay bandejas', me: '{name}, {availability}: mi menú',
  },
  view: { mine: 'Mías', unassigned: 'Sin asignar', all: 'Todas las conversaciones', mentions: 'Menciones', unattended: 'Sin atender' },
  status: { open: 'Abiertas', pending: 'Pendientes', snoozed: 'Pospuestas', resolved: 'Resueltas' },
  priority: { urgent: 'Urgente', high: 'Alta', medium: 'Media', low: 'Baja', none: 'Sin prioridad' },
  availability: { online: 'Disponible', busy: 'Ocupado', offline: 'Ausente' },
  assignee: { all: 'Todas', me: 'Mías', unassigned: 'Sin asignar', nobody: 'Nadie', you: 'tú' },
  team: { none: 'Sin equipo' },
  sort: { title: 'Ordenar', latest: 'Más recientes primero', oldest: 'Más antiguas primero', waiting: 'Mayor espera primero', priority: 'Prioridad', created: 'Creadas al final' },
  snooze: { hour: 'Una hora', tonight: 'Esta noche', tomorrow: 'Mañana por la mañana', week: 'La próxima semana', reply: 'Hasta que respondan', custom: 'Posponer hasta …', until: 'Hasta' },
  list: {
    title: 'Conversaciones', search: 'Buscar mensajes', assignee: 'De quién', status: 'Estado', failed: 'No se pudo cargar la lista.', empty: 'Nada por aquí. Todo en calma.', noMessages: 'Aún sin mensajes', waiting: 'Esperando respuesta',
    draft: 'Borrador', byUs: 'Nuestra respuesta', row: '{name}: {preview}. {unread} sin leer', select: 'Seleccionar {name}',
  },
  bulk: { title: 'Conversaciones seleccionadas', clear: 'Quitar la selección', selected: '{n} seleccionadas', done: '{n} conversación cambiada | {n} conversaciones cambiadas' },
  folder: { new: 'Guardar un filtro', hint: 'Una lista tuya, siempre en la barra lateral.', name: 'Nombre' },
  desk: { nothingOpen: 'Ninguna conversación abierta', nothingOpenHint: 'Elige una de la lista, o recórrela con el teclado.' },
  thread: {
    title: 'Mensajes', of: 'Conversación con {name}', typing: '{name} está escribiendo …', viewing: '{names} también está aquí', assignee: 'Responsable: {name}', unread: 'Mensajes nuevos', latest: 'Ir a los últimos mensajes', new: '{n} nuevos',
    failed: 'No se pudieron cargar los mensajes.', jumpToDate: 'Ir a una fecha', date: 'Fecha', nothingSince: 'No hay mensajes desde ese día.',
  },
  message: {
    by: '{author}, {time}', deleted: 'Este mensaje fue eliminado', edited: 'editado', unsupported: 'Este tipo de mensaje no se puede mostrar aquí. Míralo en el teléfono.', failed: 'No entregado', uploading: 'Subiendo', earlier: 'Un mensaje anterior', jump: 'Mostrarlo',
    reply: 'Responder', react: 'Reaccionar', more: 'Más sobre este mensaje', revisions: 'Versiones anteriores', until: 'hasta {time}', takeBack: 'Eliminar para todos', discard: 'Descartar', contact: 'Contacto', us: 'Nosotros',
  },
  kind: { image: 'Imagen', sticker: 'Sticker', voice: 'Mensaje de voz', audio: 'Audio', video: 'Vídeo', location: 'Ubicación', contact: 'Tarjeta de contacto', file: 'Archivo', unsupported: 'Mensaje', openImage: 'Abrir {name}', failed: 'no se pudo obtener', fetching: 'obteniendo …' },
  delivery: { accepted: 'En camino', sent: 'Enviado', delivered: 'Entregado', read: 'Leído' },
  audio: { play: 'Reproducir', pause: 'Pausar', position: 'Posición', speed: 'Velocidad: {speed}×' },
  email: { from: 'De', to: 'Para', body: 'Correo', showImages: 'Mostrar imágenes', showQuote: '··· texto citado', hideQuote: 'Ocultar texto citado' },
  composer: {
    mode: 'Respuesta o nota', reply: 'Responder', note: 'Nota privada', replyHint: 'Escribe a {name}, o / para una respuesta guardada', noteHint: 'Solo lo ven tus colegas. {\'@\'} menciona a alguien.', replyTo: 'Responder a {name}', send: 'Enviar', addNote: 'Añadir nota',
    attach: 'Adjuntar archivos', emoji: 'Emoji', record: 'Grabar mensaje de voz', recording: 'Grabando', canned: 'Respuesta guardada', mention: 'Mencionar a un colega', bold: 'Negrita', italic: 'Cursiva', code: 'Código', suggestions: 'Sugerencias',
    enterSends: 'Enter envía', ctrlEnterSends: 'Ctrl Enter envía', noReply: 'No responder a un mensaje', remove: 'Quitar {name}', tooLarge: '{name} pesa más de {limit}.', tooMany: 'Un mensaje lleva {limit} archivos como máximo.',
    meanwhile: '{name} escribió mientras tanto:', sendAgain: 'Envía otra vez si tu respuesta aún sirve.',
  },
  contact: {
    title: 'Contacto', unknown: 'Desconocido', show: 'Contacto {name}', name: 'Nombre', phone: 'Teléfono', email: 'Correo', identifier: 'Identificador', edit: 'Editar contacto', new: 'Nuevo contacto', block: 'Bloquear', unblock: 'Desbloquear', blocked: 'Bloqueado', labels: 'Etiquetas del contacto', addLabel: 'Elegir etiquetas',
    attributes: 'Atributos del contacto', conversationAttributes: 'Atributos de la conversación', addAttribute: 'Añadir a {title}', attributeName: 'Nombre', attributeValue: 'Valor', notes: 'Notas', addNote: 'Añadir una nota', deleteNote: 'Eliminar nota', previous: 'Conversaciones anteriores',
    since: 'Conocido desde {time}', merge: 'Unir contactos', mergeHint: 'Otro contacto que es la misma persona pasa a formar parte de {name}.', mergePreview: 'Después', mergeConversations: 'Conversaciones', mergeMoves: '{n} pasan aquí, {joined} de ellas a una abierta', mergeWarning: 'Todas las conversaciones, notas y direcciones de {name} pasan aquí. No se puede deshacer.', mergeNow: 'Unir', merged: 'Contactos unidos.', search: 'Buscar por nombre, teléfono o correo',
    all: 'Todos los contactos', none: 'No hay contactos.', lastActivity: 'Última actividad', conversation: 'Nueva conversación', message: 'Primer mensaje', choose: 'Elige un contacto.',
  },
  notification: {
    title: 'Notificaciones', none: 'Nada nuevo.', readAll: 'Todo leído', conversation_creation: 'Nueva conversación con {name}', conversation_assignment: '{name} te fue asignada', assigned_conversation_new_message: '{name} escribió',
    conversation_mention: 'Te mencionaron en la conversación con {name}', participating_conversation_new_message: '{name} escribió',
  },
  command: {
    palette: 'Paleta de comandos', keys: 'Mapa del teclado', search: 'Buscar', contact: 'Mostrar u ocultar el contacto', light: 'Modo claro', dark: 'Modo oscuro', say: 'Ponerme {availability}', next: 'Siguiente conversación', previous: 'Conversación anterior', select: 'Seleccionar', selectAll: 'Seleccionar todas las cargadas',
    close: 'Cerrar, o quitar la selección', reply: 'Escribir una respuesta', note: 'Escribir una nota privada', pending: 'Marcar como pendiente', assignMe: 'Asignarme', unassign: 'Asignar a nadie',
  },
  keys: { general: 'General', go: 'Ir a', list: 'Lista', conversation: 'Conversación' },
  palette: { placeholder: '¿Qué quieres hacer?', conversations: 'Conversaciones', contacts: 'Contactos', search: 'Búsqueda', number: 'Abrir la conversación #{number}', messages: 'Buscar «{words}» en los mensajes' },
  time: { now: 'ahora' },
  signIn: { title: 'Entrar', hint: 'Todas las conversaciones, un solo escritorio.', email: 'Correo', password: 'Contraseña', button: 'Entrar', wrong: 'El correo y la contraseña no coinciden.', tooMany: 'Demasiados intentos. Espera unos minutos.' },
  inbox: { notConnected: 'No conectada' },
  settings: { profile: 'Perfil' },
};

export default words;
