/** The native wire: messages, their codec, error and close codes. No I/O and no threads. */
@NullMarked
package io.redstart.protocol;

import org.jspecify.annotations.NullMarked;
