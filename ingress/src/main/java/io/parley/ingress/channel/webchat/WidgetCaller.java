package io.parley.ingress.channel.webchat;

import io.parley.runtime.visitor.Visitor;

/** A visitor whose token was good, and their inbox. */
record WidgetCaller(Visitor visitor, WebchatInbox inbox) {}
