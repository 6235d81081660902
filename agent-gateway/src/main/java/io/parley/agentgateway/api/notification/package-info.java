/** What an agent should know. */
@NullMarked
package io.parley.agentgateway.api.notification;

import org.jspecify.annotations.NullMarked;
