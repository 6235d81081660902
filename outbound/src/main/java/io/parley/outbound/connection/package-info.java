/** Whether inboxes are connected to their providers, asked from time to time. */
@NullMarked
package io.parley.outbound.connection;

import org.jspecify.annotations.NullMarked;
