/** Holds the carriers to the cases of the Autobahn WebSocket suite. */
@NullMarked
package io.redstart.proofs.autobahn;

import org.jspecify.annotations.NullMarked;
