/** The messages of a conversation. */
@NullMarked
package io.parley.agentgateway.api.message;

import org.jspecify.annotations.NullMarked;
