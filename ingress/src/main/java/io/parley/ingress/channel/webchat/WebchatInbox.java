package io.parley.ingress.channel.webchat;

import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.WebchatChannel;

/** An inbox that has a widget. */
record WebchatInbox(InboxConfig config, WebchatChannel channel) {}
