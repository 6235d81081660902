/** Conversations and what agents do with them. */
@NullMarked
package io.parley.agentgateway.api.conversation;

import org.jspecify.annotations.NullMarked;
