/** How the hub itself is: servers, lag, dead letters, throughput; for administrators. */
@NullMarked
package io.parley.agentgateway.system;

import org.jspecify.annotations.NullMarked;
