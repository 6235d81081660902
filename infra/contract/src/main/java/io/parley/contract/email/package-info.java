/** What an e-mail carries beside its words and files, in and out. */
@NullMarked
package io.parley.contract.email;

import org.jspecify.annotations.NullMarked;
