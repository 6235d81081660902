/** Help for an agent who answers: suggestions, and what a chat model makes of them. */
@NullMarked
package io.parley.agentgateway.api.assistant;

import org.jspecify.annotations.NullMarked;
