/** The agents' stream: what happened since a cursor, then what happens, over WebSocket and as server-sent events. */
@NullMarked
package io.parley.agentgateway.stream;

import org.jspecify.annotations.NullMarked;
