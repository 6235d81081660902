/** The account's agents. */
@NullMarked
package io.parley.agentgateway.api.agent;

import org.jspecify.annotations.NullMarked;
