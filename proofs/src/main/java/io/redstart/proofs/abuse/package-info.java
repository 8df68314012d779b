/** Clients that mean harm, over raw sockets: what they get, and what they leave behind. */
@NullMarked
package io.redstart.proofs.abuse;

import org.jspecify.annotations.NullMarked;
