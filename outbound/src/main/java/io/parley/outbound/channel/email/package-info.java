/** Answers by e-mail, handed to the inbox's SMTP server. */
@NullMarked
package io.parley.outbound.channel.email;

import org.jspecify.annotations.NullMarked;
