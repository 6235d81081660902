@NullMarked
package io.parley.agentgateway.fanout;

import org.jspecify.annotations.NullMarked;
