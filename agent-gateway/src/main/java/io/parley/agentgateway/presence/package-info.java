/** Who is online and who is typing, in Redis. */
@NullMarked
package io.parley.agentgateway.presence;

import org.jspecify.annotations.NullMarked;
