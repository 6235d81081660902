/** E-mail: what a mail as it comes says in the hub's own words. */
@NullMarked
package io.parley.ingress.channel.email;

import org.jspecify.annotations.NullMarked;
