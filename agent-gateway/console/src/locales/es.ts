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
    undo: 'Deshacer',
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
  bulk: { title: 'Conversaciones seleccionadas', clear: 'Quitar la selección', selected: '{n} seleccionadas', done: '{n} conversación cambiada | {n} conversaciones cambiadas', failed: '{n} no se pudieron cambiar: {why}' },
  folder: { new: 'Guardar un filtro', hint: 'Una lista tuya, siempre en la barra lateral.', name: 'Nombre' },
  desk: { nothingOpen: 'Ninguna conversación abierta', nothingOpenHint: 'Elige una de la lista, o recórrela con el teclado.' },
  thread: {
    title: 'Mensajes', of: 'Conversación con {name}', typing: '{name} está escribiendo …', viewing: '{names} también está aquí', assignee: 'Responsable: {name}', unread: 'Mensajes nuevos', latest: 'Ir a los últimos mensajes', new: '{n} nuevos',
    failed: 'No se pudieron cargar los mensajes.', jumpToDate: 'Ir a una fecha', date: 'Fecha', nothingSince: 'No hay mensajes desde ese día.',
  },
  message: {
    by: '{author}, {time}', automatic: 'Enviado automáticamente', onPhone: 'Escrito en el teléfono', deleted: 'Este mensaje fue eliminado', edited: 'editado', unsupported: 'Este tipo de mensaje no se puede mostrar aquí. Míralo en el teléfono.', failed: 'No entregado', uploading: 'Subiendo', earlier: 'Un mensaje anterior', jump: 'Mostrarlo',
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
    panel: 'Contacto y ayuda', title: 'Contacto', unknown: 'Desconocido', group: 'Grupo …{number}', show: 'Contacto {name}', name: 'Nombre', phone: 'Teléfono', email: 'Correo', identifier: 'Identificador', edit: 'Editar contacto', new: 'Nuevo contacto', block: 'Bloquear', unblock: 'Desbloquear', blocked: 'Bloqueado', labels: 'Etiquetas del contacto', addLabel: 'Elegir etiquetas',
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
  settings: {
    articles: 'Artículos', index: 'Índice de búsqueda', profile: 'Perfil', preferences: 'Preferencias', canned: 'Respuestas guardadas', inboxes: 'Bandejas', agents: 'Agentes', teams: 'Equipos', labels: 'Etiquetas', audit: 'Auditoría',
    system: 'Sistema', editNamed: 'Editar {name}', none: 'Aún nada.', labelTitle: 'Etiqueta', labelHint: 'Letras, números, - y _.', description: 'Descripción', colour: 'Color',
    onSidebar: 'Mostrar en la barra lateral', cannedHint: 'Escribe / al redactar para usar una.', shortCode: 'Código corto', shortCodeHint: 'Lo que sigue a la barra.', content: 'Texto',
    variables: 'Variables:', passwordHint: 'Al menos 8 caracteres.', role: 'Rol', roleAgent: 'Agente', roleAdministrator: 'Administrador', limit: 'Conversaciones abiertas como máximo',
    limitHint: 'Vacío: sin límite.', members: 'Miembros', membersOf: 'Miembros de {name}', autoAssign: 'Asignar automáticamente', displayName: 'Nombre que ven los contactos',
    autoOffline: 'Mostrarme ausente cuando ningún navegador mío esté conectado', currentPassword: 'Contraseña actual', newPassword: 'Contraseña nueva', token: 'Token de la API',
    tokenHint: 'Quien lo tenga puede hacer todo lo que tú puedes.', replaceToken: 'Cambiar', apiDocs: 'Documentación de la API', appearance: 'Apariencia', theme: 'Tema',
    system_theme: 'Como el sistema', language: 'Idioma', browserLanguage: 'Como el navegador', writing: 'Escritura', sendWith: 'Enviar con', sound: 'Sonido para mensajes nuevos',
    browserNotifications: 'Notificaciones del navegador', browserNotificationsHint: 'Mientras la consola está en segundo plano.',
    notificationsRefused: 'El navegador no lo permite. Cámbialo en sus ajustes para este sitio.', notifyAbout: 'Avisarme de', notifyMine: 'mis conversaciones',
    notifyAll: 'todas las conversaciones', inboxName: 'Nombre de la bandeja', connect: 'Conectar', newInbox: 'Nueva bandeja', off: 'apagada', tab_general: 'General', tab_connection: 'Conexión',
    tab_channel: 'Canal', tab_members: 'Miembros', tab_hours: 'Horario', enabled: 'En uso', enabledHint: 'Apagada: no se recibe ni se envía nada.', greeting: 'Saludar conversaciones nuevas',
    autoAssignment: 'Asignar automáticamente', autoAssignmentHint: 'Quien más espera va al siguiente agente con sitio.', returns: 'De vuelta a su último agente', ignoreGroups: 'Ignorar grupos',
    sendReadMarks: 'Mostrar a los contactos que hemos leído', hours: 'Usar horario', hoursHint: 'Fuera de él responde el mensaje de ausencia.', timezone: 'Zona horaria',
    away: 'Mensaje de ausencia', opens: '{day}: abre', closes: '{day}: cierra', allDay: 'todo el día', closed: 'Cerrado',
    addOpening: 'Otro horario: {day}', removeOpening: 'Quitar este horario: {day}', holidays: 'Festivos', holidaysHint: 'Esos días no hay nadie, diga lo que diga la semana.', holidayDate: 'Fecha del festivo', holidayName: 'Nombre del festivo', yearly: 'cada año', addHoliday: 'Añadir un festivo', weight: 'Parte de las conversaciones nuevas', weightHint: '1 es lo normal, 2 el doble, 0 ninguna.',
  },
  channel: {
    choose: 'Canal', whatsapp: 'WhatsApp', email: 'Correo', web_widget: 'Chat web', api: 'API', instance: 'Instancia', instanceHint: 'Su nombre en Evolution API.',
    base_url: 'Dirección de Evolution API', baseUrlHint: 'Vacío: la del propio servidor.', api_key: 'Clave de la API', create_instance: 'Crear la instancia', imap_address: 'Servidor IMAP',
    imap_port: 'Puerto IMAP', imap_login: 'Usuario IMAP', imap_password: 'Contraseña IMAP', imap_enable_ssl: 'IMAP con TLS', smtp_address: 'Servidor SMTP', smtp_port: 'Puerto SMTP',
    smtp_login: 'Usuario SMTP', smtp_password: 'Contraseña SMTP', smtp_enable_starttls_auto: 'STARTTLS', smtp_enable_ssl_tls: 'SMTP con TLS', website_url: 'Sitio web',
    welcome_title: 'Título de bienvenida', welcome_tagline: 'Frase de bienvenida', widget_color: 'Color', allowed_domains: 'Dominios permitidos',
    allowedDomainsHint: 'Separados por comas. Vacío: todos.', webhook_url: 'Dirección del webhook', webhookHint: 'Recibe los mensajes de los agentes.', identifier: 'Identificador de la bandeja',
    callback: 'Dirección del webhook para el proveedor', secret: 'Secreto de las firmas', websiteToken: 'Token del sitio', snippet: 'Pon esto en tus páginas',
    from_name: 'Nombre del remitente', fromNameHint: 'Lo que ven los destinatarios junto a la dirección.', imapHint: 'Vacío: los correos llegan solo por webhook.', smtpHint: 'Vacío: las respuestas salen por el servidor de la instalación.', imap_enable_starttls_auto: 'IMAP con STARTTLS', reply_to_address: 'Dirección de respuesta', thread_by_subject: 'Unir correos también por su asunto',
    websiteHint: 'Dónde estará el chat.', reply_time: 'Respuesta prometida', in_a_few_minutes: 'En unos minutos', in_a_few_hours: 'En unas horas', in_a_day: 'En un día', widget_position: 'Esquina', right: 'Derecha', left: 'Izquierda', pre_chat_form_enabled: 'Preguntar quiénes son antes del chat', hmac_mandatory: 'Solo visitantes que el sitio avala', hmac: 'Clave para avalar visitantes',
  },
  connection: {
    open: 'Conectada', connecting: 'Esperando al teléfono', closed: 'No conectada', unknown: 'Aún no se sabe', qr: 'Código QR para conectar {name}: escanéalo con WhatsApp',
    noQr: 'Aún sin código', step1: 'Abre WhatsApp en el teléfono.', step2: 'Ajustes → Dispositivos vinculados → Vincular dispositivo.', step3: 'Apunta la cámara a este código.',
    reconnect: 'Conectar de nuevo', check: 'Probar la conexión',
    fixWebhook: 'Corregir el webhook',
  },
  setup: {
    title: 'Te damos la bienvenida a Parley', steps: 'Pasos', step1: 'Tú', step2: 'Primera bandeja', step3: 'Conectar', account: 'Nombre de tu empresa', yourName: 'Tu nombre', later: 'Más tarde',
    finish: 'Ir a las conversaciones',
  },
  overview: {
    open: 'Abiertas', unassigned: 'Sin asignar', waiting: 'Esperando respuesta', pending: 'Pendientes', longest: 'Esperan desde hace más tiempo', nobodyWaits: 'Nadie espera.',
    agents: 'Agentes y sus conversaciones abiertas', holds: '{n} conversaciones abiertas',
  },
  report: {
    by: 'Informe sobre', account: 'Toda la cuenta', agent: 'Agente', inbox: 'Bandeja', team: 'Equipo', label: 'Etiqueta', range: 'Periodo', days: 'Últimos {n} días', metric: 'Cifra',
    previous: 'Frente al periodo anterior', day: 'Día', conversations_count: 'Conversaciones', incoming_messages_count: 'Mensajes recibidos', outgoing_messages_count: 'Mensajes enviados',
    resolutions_count: 'Resueltas', avg_first_response_time: 'Primera respuesta', avg_resolution_time: 'Resolución',
    businessHours: 'Dentro del horario',
  },
  token: {
    title: 'Tokens para programas', hint: 'Uno para cada programa, para que cada uno pueda revocarse solo.', name: 'Nombre', example: 'Script de informes', once: 'Esta es la única vez que se muestra el token «{name}».', made: 'Creado el {time}', used: 'usado por última vez el {time}', unused: 'nunca usado',
    revoke: 'Revocar', revokeNamed: 'Revocar {name}', revokeHint: 'Los programas que lo usan pierden el acceso al instante.',
  },
  audit: {
    hint: 'Lo que cambiaron los administradores.', type: 'Qué cambió', by: 'Quién lo cambió', everything: 'Todo', everybody: 'Todos', earlier: 'Anteriores', type_inbox: 'bandeja', type_agent: 'agente', type_team: 'equipo', type_label: 'etiqueta', type_custom_attribute: 'atributo',
    action_create: 'añadió', action_update: 'cambió', action_destroy: 'quitó',
  },
  system: {
    health: 'Salud', throughput: 'Caudal', throughputHint: 'Mensajes por minuto, en la última hora.', received: 'Recibidos', sent: 'Enviados', latency: 'Latencia', latencyHint: 'Del webhook a las pantallas de los agentes.', mean: 'Media', p95: '95 de 100 son más rápidos', lag: 'En espera', lagHint: 'Registros que cada grupo aún debe tratar.',
  },
  search: {
    title: 'Buscar', placeholder: 'Buscar en todo lo que se dijo', filters: 'Filtros | Filtros, uno activo | Filtros, {n} activos', clear: 'Quitar los filtros', kinds: 'Qué buscar', all: 'Todo', messages: 'Mensajes', conversations: 'Conversaciones', contacts: 'Contactos', articles: 'Artículos',
    assignee: 'Agente', label: 'Etiqueta', since: 'Desde', until: 'Hasta', found: 'Lo que se encontró', hint: 'Por palabras o por el sentido, en cualquier idioma.', more: 'Mostrar más',
  },
  assist: {
    title: 'Ayuda', replies: 'Respuestas sugeridas', articles: 'Artículos', similar: 'Conversaciones parecidas', use: 'Usar', insert: 'Poner en la respuesta: {title}', similarity: 'Cuánto se parecen', refresh: 'Mirar de nuevo', none: 'Nada parecido se respondió antes.',
    kind_canned_response: 'Respuesta predefinida', kind_answer: 'Respuesta anterior', kind_article: 'Artículo', noteOn: 'Nota sobre la conversación #{number}', reference: 'Compara con la conversación con {name} (#{number}): “{excerpt}”',
    draft: 'Redactar respuesta', summary: 'Resumen', asNote: 'Guardar como nota', cutOff: 'Se interrumpió. Inténtalo de nuevo.',
  },
  article: {
    title: 'Título', new: 'Nuevo artículo', hint: 'Lo que la búsqueda y las sugerencias saben además de lo que se dijo.', search: 'Buscar artículos', anyStatus: 'Borradores y publicados', anyLanguage: 'Todos los idiomas', draft: 'Borrador', published: 'Publicado', waiting: 'aún fuera del índice', none: 'Ningún artículo.', text: 'Texto', preview: 'Vista previa',
    draftHint: 'Los borradores son para trabajar; solo se sugieren artículos publicados.', import: 'Importar', importHint: 'De archivos Markdown o páginas web. La misma fuente otra vez cambia su artículo.', importNow: 'Importar', from: 'De dónde', from_files: 'Archivos', from_urls: 'Páginas web', files: 'Archivos Markdown', urls: 'Una dirección por línea', wrongUrls: 'Estas no son direcciones: {urls}',
  },
  index: {
    hint: 'Lo que se dice se convierte en números, para que la búsqueda y las sugerencias encuentren lo que se quiere decir.', provider: 'Calculado', provider_local: 'por el propio hub', provider_endpoint: 'por otro servidor', model: 'Modelo', dimensions: '{n} dimensiones', embedded: 'En el índice', waiting: 'En espera', failed: 'Con fallo', rebuild: 'Construir de nuevo',
    rebuildHint: 'Todo se calcula de nuevo. La búsqueda sigue con lo que hay hasta que el nuevo índice esté completo.', rebuilding: 'Construyendo el índice para {model}', progress: '{done} de {total}, desde {time}',
  },
  letter: {
    title: 'Mensajes muertos', hint: 'Lo que no se pudo tratar. Resuelta la causa, devuélvelo.', none: 'No se abandonó nada.', refresh: 'Mirar de nuevo', replay: 'Reenviar', replayAll: 'Reenviar todos', replayed: '{n} devuelto | {n} devueltos',
  },
  statusSet: { open: 'Conversación con {name} reabierta', pending: 'La conversación con {name} queda pendiente', snoozed: 'Conversación con {name} pospuesta', resolved: 'Conversación con {name} resuelta' },
};

export default words;
