/** From the events' topic to a stream per account in Redis, and from there to whoever reads. */
@NullMarked
package io.parley.agentgateway.fanout;

import org.jspecify.annotations.NullMarked;
