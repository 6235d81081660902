@NullMarked
package io.parley.contract.conversation;

import org.jspecify.annotations.NullMarked;
