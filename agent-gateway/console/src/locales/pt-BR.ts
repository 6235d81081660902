import type { Words } from '@/i18n';

const words: Words = {
  app: {
    skip: 'Ir para a conversa', away: 'O servidor não responde. Tentando de novo …', offline: 'Conexão perdida. Nada se perde; tudo volta assim que ela voltar.',
    nothingFound: 'Nada encontrado', any: 'Qualquer', signOut: 'Sair',
  },
  action: {
    add: 'Adicionar', assign: 'Atribuir', back: 'Voltar', cancel: 'Cancelar', close: 'Fechar', copied: 'Copiado', copy: 'Copiar', copyLink: 'Copiar link', create: 'Criar', delete: 'Excluir', deleteNamed: 'Excluir {name}',
    dismiss: 'Dispensar', download: 'Baixar', edit: 'Editar', go: 'Ir', labels: 'Etiquetas', more: 'Mais ações', mute: 'Silenciar e bloquear contato', priority: 'Prioridade', reopen: 'Reabrir', resolve: 'Resolver', retry: 'Tentar de novo',
    save: 'Salvar', saved: 'Salvo', snooze: 'Adiar', status: 'Status', team: 'Time', unmute: 'Reativar', unread: 'Marcar como não lida', next: 'Próximo', done: 'Pronto', test: 'Testar', confirmDelete: 'Excluir “{name}”? Isso não pode ser desfeito.',
    undo: 'Desfazer',
  },
  nav: {
    main: 'Principal', open: 'Abrir o menu', search: 'Buscar ou ir para …', notifications: 'Notificações, {count} não lidas', inbox: 'Caixa de entrada', inboxes: 'Caixas de entrada', teams: 'Times', labels: 'Etiquetas', folders: 'Filtros salvos',
    contacts: 'Contatos', overview: 'Visão geral', reports: 'Relatórios', settings: 'Configurações', noInboxes: 'Nenhuma caixa ainda', me: '{name}, {availability}: meu menu',
  },
  view: { mine: 'Minhas', unassigned: 'Não atribuídas', all: 'Todas as conversas', mentions: 'Menções', unattended: 'Sem atendimento' },
  status: { open: 'Abertas', pending: 'Pendentes', snoozed: 'Adiadas', resolved: 'Resolvidas' },
  priority: { urgent: 'Urgente', high: 'Alta', medium: 'Média', low: 'Baixa', none: 'Sem prioridade' },
  availability: { online: 'Disponível', busy: 'Ocupado', offline: 'Ausente' },
  assignee: { all: 'Todas', me: 'Minhas', unassigned: 'Não atribuídas', nobody: 'Ninguém', you: 'você' },
  team: { none: 'Sem time' },
  sort: { title: 'Ordenar', latest: 'Mais recentes primeiro', oldest: 'Mais antigas primeiro', waiting: 'Maior espera primeiro', priority: 'Prioridade', created: 'Criadas por último' },
  snooze: { hour: 'Uma hora', tonight: 'Hoje à noite', tomorrow: 'Amanhã de manhã', week: 'Próxima semana', reply: 'Até responderem', custom: 'Adiar até …', until: 'Até' },
  list: {
    title: 'Conversas', search: 'Buscar mensagens', assignee: 'De quem', status: 'Status', failed: 'Não foi possível carregar a lista.', empty: 'Nada aqui. Tudo calmo.', noMessages: 'Ainda sem mensagens', waiting: 'Esperando resposta',
    draft: 'Rascunho', byUs: 'Nossa resposta', row: '{name}: {preview}. {unread} não lidas', select: 'Selecionar {name}',
  },
  bulk: { title: 'Conversas selecionadas', clear: 'Limpar a seleção', selected: '{n} selecionadas', done: '{n} conversa alterada | {n} conversas alteradas', failed: '{n} não puderam ser alteradas: {why}' },
  folder: { new: 'Salvar um filtro', hint: 'Uma lista sua, sempre na barra lateral.', name: 'Nome' },
  desk: { nothingOpen: 'Nenhuma conversa aberta', nothingOpenHint: 'Escolha uma na lista, ou percorra-a pelo teclado.' },
  thread: {
    title: 'Mensagens', of: 'Conversa com {name}', typing: '{name} está digitando …', viewing: '{names} também está aqui', assignee: 'Responsável: {name}', unread: 'Mensagens novas', latest: 'Ir às últimas mensagens', new: '{n} novas',
    failed: 'Não foi possível carregar as mensagens.', jumpToDate: 'Ir para uma data', date: 'Data', nothingSince: 'Não há mensagens a partir desse dia.',
  },
  message: {
    by: '{author}, {time}', automatic: 'Enviada automaticamente', onPhone: 'Escrita no celular', deleted: 'Esta mensagem foi apagada', edited: 'editada', unsupported: 'Este tipo de mensagem não pode ser mostrado aqui. Veja no telefone.', failed: 'Não entregue', uploading: 'Enviando', earlier: 'Uma mensagem anterior', jump: 'Mostrar',
    reply: 'Responder', react: 'Reagir', more: 'Mais sobre esta mensagem', revisions: 'Versões anteriores', until: 'até {time}', takeBack: 'Apagar para todos', discard: 'Descartar', contact: 'Contato', us: 'Nós',
  },
  kind: { image: 'Imagem', sticker: 'Figurinha', voice: 'Mensagem de voz', audio: 'Áudio', video: 'Vídeo', location: 'Localização', contact: 'Cartão de contato', file: 'Arquivo', unsupported: 'Mensagem', openImage: 'Abrir {name}', failed: 'não foi possível obter', fetching: 'obtendo …' },
  delivery: { accepted: 'A caminho', sent: 'Enviada', delivered: 'Entregue', read: 'Lida' },
  audio: { play: 'Reproduzir', pause: 'Pausar', position: 'Posição', speed: 'Velocidade: {speed}×' },
  email: { from: 'De', to: 'Para', body: 'E-mail', showImages: 'Mostrar imagens', showQuote: '··· texto citado', hideQuote: 'Ocultar texto citado' },
  composer: {
    mode: 'Resposta ou nota', reply: 'Responder', note: 'Nota privada', replyHint: 'Escreva para {name}, ou / para uma resposta pronta', noteHint: 'Só colegas veem isto. {\'@\'} menciona alguém.', replyTo: 'Responder a {name}', send: 'Enviar', addNote: 'Adicionar nota',
    attach: 'Anexar arquivos', emoji: 'Emoji', record: 'Gravar mensagem de voz', recording: 'Gravando', canned: 'Resposta pronta', mention: 'Mencionar colega', bold: 'Negrito', italic: 'Itálico', code: 'Código', suggestions: 'Sugestões',
    enterSends: 'Enter envia', ctrlEnterSends: 'Ctrl Enter envia', noReply: 'Não responder a uma mensagem', remove: 'Remover {name}', tooLarge: '{name} é maior que {limit}.', tooMany: 'Uma mensagem leva no máximo {limit} arquivos.',
    meanwhile: '{name} escreveu enquanto isso:', sendAgain: 'Envie de novo se sua resposta ainda servir.',
  },
  contact: {
    panel: 'Contato e ajuda', title: 'Contato', unknown: 'Desconhecido', group: 'Grupo …{number}', show: 'Contato {name}', name: 'Nome', phone: 'Telefone', email: 'E-mail', identifier: 'Identificador', edit: 'Editar contato', new: 'Novo contato', block: 'Bloquear', unblock: 'Desbloquear', blocked: 'Bloqueado', labels: 'Etiquetas do contato', addLabel: 'Escolher etiquetas',
    attributes: 'Atributos do contato', conversationAttributes: 'Atributos da conversa', addAttribute: 'Adicionar a {title}', attributeName: 'Nome', attributeValue: 'Valor', notes: 'Notas', addNote: 'Adicionar uma nota', deleteNote: 'Excluir nota', previous: 'Conversas anteriores',
    since: 'Conhecido desde {time}', merge: 'Unir contatos', mergeHint: 'Outro contato que é a mesma pessoa passa a fazer parte de {name}.', mergePreview: 'Depois', mergeConversations: 'Conversas', mergeMoves: '{n} passam para cá, {joined} delas para uma aberta', mergeWarning: 'Todas as conversas, notas e endereços de {name} vêm para cá. Isso não pode ser desfeito.', mergeNow: 'Unir', merged: 'Contatos unidos.', search: 'Buscar por nome, telefone ou e-mail',
    all: 'Todos os contatos', none: 'Nenhum contato.', lastActivity: 'Última atividade', conversation: 'Nova conversa', message: 'Primeira mensagem', choose: 'Escolha um contato.',
  },
  notification: {
    title: 'Notificações', none: 'Nada de novo.', readAll: 'Tudo lido', conversation_creation: 'Nova conversa com {name}', conversation_assignment: '{name} foi atribuída a você', assigned_conversation_new_message: '{name} escreveu',
    conversation_mention: 'Você foi mencionado na conversa com {name}', participating_conversation_new_message: '{name} escreveu',
  },
  command: {
    palette: 'Paleta de comandos', keys: 'Mapa do teclado', search: 'Buscar', contact: 'Mostrar ou ocultar o contato', light: 'Modo claro', dark: 'Modo escuro', say: 'Ficar {availability}', next: 'Próxima conversa', previous: 'Conversa anterior', select: 'Selecionar', selectAll: 'Selecionar todas as carregadas',
    close: 'Fechar, ou limpar a seleção', reply: 'Escrever uma resposta', note: 'Escrever uma nota privada', pending: 'Marcar como pendente', assignMe: 'Atribuir a mim', unassign: 'Atribuir a ninguém',
  },
  keys: { general: 'Geral', go: 'Ir para', list: 'Lista', conversation: 'Conversa' },
  palette: { placeholder: 'O que você quer fazer?', conversations: 'Conversas', contacts: 'Contatos', search: 'Busca', number: 'Abrir a conversa #{number}', messages: 'Buscar “{words}” nas mensagens' },
  time: { now: 'agora' },
  signIn: { title: 'Entrar', hint: 'Todas as conversas, uma só mesa.', email: 'E-mail', password: 'Senha', button: 'Entrar', wrong: 'E-mail e senha não conferem.', tooMany: 'Tentativas demais. Espere alguns minutos.' },
  inbox: { notConnected: 'Não conectada' },
  settings: {
    articles: 'Artigos', index: 'Índice de busca', profile: 'Perfil', preferences: 'Preferências', canned: 'Respostas prontas', inboxes: 'Caixas de entrada', agents: 'Agentes', teams: 'Times', labels: 'Etiquetas', audit: 'Auditoria',
    system: 'Sistema', editNamed: 'Editar {name}', none: 'Nada ainda.', labelTitle: 'Etiqueta', labelHint: 'Letras, números, - e _.', description: 'Descrição', colour: 'Cor',
    onSidebar: 'Mostrar na barra lateral', cannedHint: 'Digite / ao escrever para usar uma.', shortCode: 'Código curto', shortCodeHint: 'O que vem depois da barra.', content: 'Texto',
    variables: 'Variáveis:', passwordHint: 'Pelo menos 8 caracteres.', role: 'Papel', roleAgent: 'Agente', roleAdministrator: 'Administrador', limit: 'Máximo de conversas abertas',
    limitHint: 'Vazio: sem limite.', members: 'Membros', membersOf: 'Membros de {name}', autoAssign: 'Atribuir automaticamente', displayName: 'Nome que os contatos veem',
    autoOffline: 'Mostrar-me ausente quando nenhum navegador meu estiver conectado', currentPassword: 'Senha atual', newPassword: 'Nova senha', token: 'Token da API',
    tokenHint: 'Quem o tiver pode fazer tudo o que você pode.', replaceToken: 'Trocar', apiDocs: 'Documentação da API', appearance: 'Aparência', theme: 'Tema', system_theme: 'Como o sistema',
    language: 'Idioma', browserLanguage: 'Como o navegador', writing: 'Escrita', sendWith: 'Enviar com', sound: 'Som para novas mensagens', browserNotifications: 'Notificações do navegador',
    browserNotificationsHint: 'Enquanto o console estiver em segundo plano.', notificationsRefused: 'O navegador não permite. Mude isso nas configurações dele para este site.',
    notifyAbout: 'Avisar sobre', notifyMine: 'minhas conversas', notifyAll: 'todas as conversas', inboxName: 'Nome da caixa', connect: 'Conectar', newInbox: 'Nova caixa de entrada',
    off: 'desligada', tab_general: 'Geral', tab_connection: 'Conexão', tab_channel: 'Canal', tab_members: 'Membros', tab_hours: 'Horário comercial', enabled: 'Em uso',
    enabledHint: 'Desligada: nada é recebido nem enviado.', greeting: 'Saudar novas conversas', autoAssignment: 'Atribuir automaticamente',
    autoAssignmentHint: 'Quem espera há mais tempo vai para o próximo agente com espaço.', returns: 'De volta ao último agente', ignoreGroups: 'Ignorar grupos',
    sendReadMarks: 'Mostrar aos contatos que lemos', hours: 'Usar horário comercial', hoursHint: 'Fora dele responde a mensagem de ausência.', timezone: 'Fuso horário',
    away: 'Mensagem de ausência', opens: '{day}: abre', closes: '{day}: fecha', allDay: 'o dia todo', closed: 'Fechado',
    addOpening: 'Mais um horário: {day}', removeOpening: 'Remover este horário: {day}', holidays: 'Feriados', holidaysHint: 'Nesses dias não há ninguém, diga a semana o que disser.', holidayDate: 'Data do feriado', holidayName: 'Nome do feriado', yearly: 'todo ano', addHoliday: 'Adicionar um feriado', weight: 'Parcela das novas conversas', weightHint: '1 é o normal, 2 o dobro, 0 nenhuma.',
  },
  channel: {
    choose: 'Canal', whatsapp: 'WhatsApp', email: 'E-mail', web_widget: 'Chat no site', api: 'API', instance: 'Instância', instanceHint: 'O nome dela na Evolution API.',
    base_url: 'Endereço da Evolution API', baseUrlHint: 'Vazio: o do próprio servidor.', api_key: 'Chave da API', create_instance: 'Criar a instância', imap_address: 'Servidor IMAP',
    imap_port: 'Porta IMAP', imap_login: 'Usuário IMAP', imap_password: 'Senha IMAP', imap_enable_ssl: 'IMAP com TLS', smtp_address: 'Servidor SMTP', smtp_port: 'Porta SMTP',
    smtp_login: 'Usuário SMTP', smtp_password: 'Senha SMTP', smtp_enable_starttls_auto: 'STARTTLS', smtp_enable_ssl_tls: 'SMTP com TLS', website_url: 'Site',
    welcome_title: 'Título de boas-vindas', welcome_tagline: 'Frase de boas-vindas', widget_color: 'Cor', allowed_domains: 'Domínios permitidos',
    allowedDomainsHint: 'Separados por vírgulas. Vazio: todos.', webhook_url: 'Endereço do webhook', webhookHint: 'Recebe as mensagens dos agentes.', identifier: 'Identificador da caixa',
    callback: 'Endereço do webhook para o provedor', secret: 'Segredo das assinaturas', websiteToken: 'Token do site', snippet: 'Coloque isto em suas páginas',
    from_name: 'Nome do remetente', fromNameHint: 'O que os destinatários veem ao lado do endereço.', imapHint: 'Vazio: e-mails chegam só por webhook.', smtpHint: 'Vazio: as respostas saem pelo servidor da instalação.', imap_enable_starttls_auto: 'IMAP com STARTTLS', reply_to_address: 'Endereço de resposta', thread_by_subject: 'Juntar e-mails também pelo assunto',
    websiteHint: 'Onde o chat ficará.', reply_time: 'Resposta prometida', in_a_few_minutes: 'Em alguns minutos', in_a_few_hours: 'Em algumas horas', in_a_day: 'Em um dia', widget_position: 'Canto', right: 'Direita', left: 'Esquerda', pre_chat_form_enabled: 'Perguntar quem são antes do chat', hmac_mandatory: 'Só visitantes que o site garante', hmac: 'Chave para garantir visitantes',
  },
  connection: {
    open: 'Conectada', connecting: 'Esperando o telefone', closed: 'Não conectada', unknown: 'Ainda não se sabe', qr: 'Código QR para conectar {name}: leia-o com o WhatsApp',
    noQr: 'Ainda sem código', step1: 'Abra o WhatsApp no telefone.', step2: 'Configurações → Dispositivos conectados → Conectar dispositivo.', step3: 'Aponte a câmera para este código.',
    reconnect: 'Conectar de novo', check: 'Testar a conexão',
    fixWebhook: 'Corrigir o webhook',
  },
  setup: {
    title: 'Boas-vindas ao Parley', steps: 'Passos', step1: 'Você', step2: 'Primeira caixa', step3: 'Conectar', account: 'Nome da sua empresa', yourName: 'Seu nome', later: 'Depois',
    finish: 'Ir às conversas',
  },
  overview: {
    open: 'Abertas', unassigned: 'Não atribuídas', waiting: 'Esperando resposta', pending: 'Pendentes', longest: 'Esperando há mais tempo', nobodyWaits: 'Ninguém espera.',
    agents: 'Agentes e suas conversas abertas', holds: '{n} conversas abertas',
  },
  report: {
    by: 'Relatório sobre', account: 'Conta inteira', agent: 'Agente', inbox: 'Caixa de entrada', team: 'Time', label: 'Etiqueta', range: 'Período', days: 'Últimos {n} dias', metric: 'Número',
    previous: 'Em relação ao período anterior', day: 'Dia', conversations_count: 'Conversas', incoming_messages_count: 'Mensagens recebidas', outgoing_messages_count: 'Mensagens enviadas',
    resolutions_count: 'Resolvidas', avg_first_response_time: 'Primeira resposta', avg_resolution_time: 'Resolução',
    businessHours: 'Dentro do horário comercial',
  },
  token: {
    title: 'Tokens para programas', hint: 'Um para cada programa, para que cada um possa ser revogado sozinho.', name: 'Nome', example: 'Script de relatórios', once: 'Esta é a única vez que o token “{name}” é mostrado.', made: 'Criado em {time}', used: 'usado por último em {time}', unused: 'nunca usado',
    revoke: 'Revogar', revokeNamed: 'Revogar {name}', revokeHint: 'Programas que o usam perdem o acesso na hora.',
  },
  audit: {
    hint: 'O que os administradores mudaram.', type: 'O que mudou', by: 'Quem mudou', everything: 'Tudo', everybody: 'Todos', earlier: 'Anteriores', type_inbox: 'caixa de entrada', type_agent: 'agente', type_team: 'time', type_label: 'etiqueta', type_custom_attribute: 'atributo',
    action_create: 'adicionou', action_update: 'alterou', action_destroy: 'removeu',
  },
  system: {
    health: 'Saúde', throughput: 'Vazão', throughputHint: 'Mensagens por minuto, na última hora.', received: 'Recebidas', sent: 'Enviadas', latency: 'Latência', latencyHint: 'Do webhook às telas dos agentes.', mean: 'Média', p95: '95 de 100 são mais rápidas', lag: 'Na espera', lagHint: 'Registros que cada grupo ainda tem a tratar.',
  },
  search: {
    title: 'Buscar', placeholder: 'Buscar em tudo o que foi dito', filters: 'Filtros | Filtros, um ativo | Filtros, {n} ativos', clear: 'Limpar os filtros', kinds: 'O que buscar', all: 'Tudo', messages: 'Mensagens', conversations: 'Conversas', contacts: 'Contatos', articles: 'Artigos',
    assignee: 'Agente', label: 'Etiqueta', since: 'De', until: 'Até', found: 'O que foi encontrado', hint: 'Por palavras ou pelo sentido, em qualquer idioma.', more: 'Mostrar mais',
  },
  assist: {
    title: 'Ajuda', replies: 'Respostas sugeridas', articles: 'Artigos', similar: 'Conversas parecidas', use: 'Usar', insert: 'Colocar na resposta: {title}', similarity: 'Quanto se parecem', refresh: 'Olhar de novo', none: 'Nada parecido foi respondido antes.',
    kind_canned_response: 'Resposta pronta', kind_answer: 'Resposta anterior', kind_article: 'Artigo', noteOn: 'Nota sobre a conversa #{number}', reference: 'Compare com a conversa com {name} (#{number}): “{excerpt}”',
    draft: 'Rascunhar resposta', summary: 'Resumo', asNote: 'Guardar como nota', cutOff: 'Foi interrompido. Tente de novo.',
  },
  article: {
    title: 'Título', new: 'Novo artigo', hint: 'O que a busca e as sugestões sabem além do que foi dito.', search: 'Buscar artigos', anyStatus: 'Rascunhos e publicados', anyLanguage: 'Todos os idiomas', draft: 'Rascunho', published: 'Publicado', waiting: 'ainda fora do índice', none: 'Nenhum artigo.', text: 'Texto', preview: 'Prévia',
    draftHint: 'Rascunhos são para trabalhar; só artigos publicados são sugeridos.', import: 'Importar', importHint: 'De arquivos Markdown ou páginas da web. A mesma fonte de novo altera o seu artigo.', importNow: 'Importar', from: 'De onde', from_files: 'Arquivos', from_urls: 'Páginas da web', files: 'Arquivos Markdown', urls: 'Um endereço por linha', wrongUrls: 'Estes não são endereços: {urls}',
  },
  index: {
    hint: 'O que é dito vira números, para que a busca e as sugestões encontrem o que se quer dizer.', provider: 'Calculado', provider_local: 'pelo próprio hub', provider_endpoint: 'por outro servidor', model: 'Modelo', dimensions: '{n} dimensões', embedded: 'No índice', waiting: 'Na fila', failed: 'Com falha', rebuild: 'Construir de novo',
    rebuildHint: 'Tudo é calculado de novo. A busca segue com o que existe até o novo índice estar completo.', rebuilding: 'Construindo o índice para {model}', progress: '{done} de {total}, desde {time}',
  },
  letter: {
    title: 'Mensagens mortas', hint: 'O que não pôde ser tratado. Resolvida a causa, devolva.', none: 'Nada foi abandonado.', refresh: 'Olhar de novo', replay: 'Reenviar', replayAll: 'Reenviar todas', replayed: '{n} devolvida | {n} devolvidas',
  },
  statusSet: { open: 'Conversa com {name} reaberta', pending: 'Conversa com {name} está pendente', snoozed: 'Conversa com {name} adiada', resolved: 'Conversa com {name} resolvida' },
};

export default words;
