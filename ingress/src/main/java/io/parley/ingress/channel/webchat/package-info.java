/** Web chat: what visitors of websites say, and the way to what they are told. */
@NullMarked
package io.parley.ingress.channel.webchat;

import org.jspecify.annotations.NullMarked;
