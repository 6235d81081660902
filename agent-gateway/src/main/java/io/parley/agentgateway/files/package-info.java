/** Files in and out: uploads on their way into the file store, and the links they are read by. */
@NullMarked
package io.parley.agentgateway.files;

import org.jspecify.annotations.NullMarked;
