/** The account's inboxes and who belongs to them. */
@NullMarked
package io.parley.agentgateway.api.inbox;

import org.jspecify.annotations.NullMarked;
