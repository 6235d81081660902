/** What the store keeps of e-mails beside their words and files. */
@NullMarked
package io.parley.store.email;

import org.jspecify.annotations.NullMarked;
