/** One open line: carriers that move bytes, and the outbox that gathers and bounds what is written. */
@NullMarked
package io.redstart.server.transport;

import org.jspecify.annotations.NullMarked;
