@NullMarked
package io.parley.contract.notification;

import org.jspecify.annotations.NullMarked;
