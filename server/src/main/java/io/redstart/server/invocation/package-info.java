/** Calling methods: binding arguments, running, and answering exactly once. */
@NullMarked
package io.redstart.server.invocation;

import org.jspecify.annotations.NullMarked;
