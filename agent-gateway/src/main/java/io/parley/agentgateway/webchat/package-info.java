/** Web chat: an inbox's widget, and what visitors may ask of the store. */
@NullMarked
package io.parley.agentgateway.webchat;

import org.jspecify.annotations.NullMarked;
