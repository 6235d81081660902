/** What a channel must be able to do; each channel is a package below. */
@NullMarked
package io.parley.outbound.channel;

import org.jspecify.annotations.NullMarked;
