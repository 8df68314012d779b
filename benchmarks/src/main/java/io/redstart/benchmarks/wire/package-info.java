/** A WebSocket client that costs next to nothing, so that the server is what is measured. */
@NullMarked
package io.redstart.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
