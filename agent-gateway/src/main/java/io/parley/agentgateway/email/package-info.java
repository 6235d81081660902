/** E-mail inboxes: their settings, tried out, and one to begin with. */
@NullMarked
package io.parley.agentgateway.email;

import org.jspecify.annotations.NullMarked;
