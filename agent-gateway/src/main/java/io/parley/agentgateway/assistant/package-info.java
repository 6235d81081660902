/** What a chat model writes for an agent to read: it is given texts and gives a text back, and can do nothing. */
@NullMarked
package io.parley.agentgateway.assistant;

import org.jspecify.annotations.NullMarked;
