/** What customers' own programs do through API inboxes: their contact, their conversations, and nothing else. */
@NullMarked
package io.parley.store.client;

import org.jspecify.annotations.NullMarked;
