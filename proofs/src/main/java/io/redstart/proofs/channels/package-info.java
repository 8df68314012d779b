/** Joins channels while others set, publish and let states end, and compares what clients then have with the server. */
@NullMarked
package io.redstart.proofs.channels;

import org.jspecify.annotations.NullMarked;
