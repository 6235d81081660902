/** The account's teams. */
@NullMarked
package io.parley.agentgateway.api.team;

import org.jspecify.annotations.NullMarked;
