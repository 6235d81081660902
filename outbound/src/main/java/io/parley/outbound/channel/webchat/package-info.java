/** Web chat: what visitors are told, put into their streams. */
@NullMarked
package io.parley.outbound.channel.webchat;

import org.jspecify.annotations.NullMarked;
