/** Who is online and who is typing. */
@NullMarked
package io.parley.agentgateway.presence;

import org.jspecify.annotations.NullMarked;
