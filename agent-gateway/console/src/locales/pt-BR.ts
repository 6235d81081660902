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
  bulk: { title: 'Conversas selecionadas', clear: 'Limpar a seleção', selected: '{n} selecionadas', done: '{n} conversa alterada | {n} conversas alteradas' },
  folder: { new: 'Salvar um filtro', hint: 'Uma lista sua, sempre na barra lateral.', name: 'Nome' },
  desk: { nothingOpen: 'Nenhuma conversa aberta', nothingOpenHint: 'Escolha uma na lista, ou percorra-a pelo teclado.' },
  thread: {
    title: 'Mensagens', of: 'Conversa com {name}', typing: '{name} está digitando …', viewing: '{names} também está aqui', assignee: 'Responsável: {name}', unread: 'Mensagens novas', latest: 'Ir às últimas mensagens', new: '{n} novas',
    failed: 'Não foi possível carregar as mensagens.', jumpToDate: 'Ir para uma data', date: 'Data', nothingSince: 'Não há mensagens a partir desse dia.',
  },
  message: {
    by: '{author}, {time}', deleted: 'Esta mensagem foi apagada', edited: 'editada', unsupported: 'Este tipo de mensagem não pode ser mostrado aqui. Veja no telefone.', failed: 'Não entregue', uploading: 'Enviando', earlier: 'Uma mensagem anterior', jump: 'Mostrar',
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
    title: 'Contato', unknown: 'Desconhecido', show: 'Contato {name}', name: 'Nome', phone: 'Telefone', email: 'E-mail', identifier: 'Identificador', edit: 'Editar contato', new: 'Novo contato', block: 'Bloquear', unblock: 'Desbloquear', blocked: 'Bloqueado', labels: 'Etiquetas do contato', addLabel: 'Escolher etiquetas',
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
  settings: { profile: 'Perfil' },
};

export default words;
