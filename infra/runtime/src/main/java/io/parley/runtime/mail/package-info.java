/** Connections to mail servers, set up one way for all who need them. */
@NullMarked
package io.parley.runtime.mail;

import org.jspecify.annotations.NullMarked;
