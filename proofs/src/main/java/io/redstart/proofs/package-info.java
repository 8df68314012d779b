/** Proofs that take a server, its clients and time: what a cut line loses, and what is left when all is over. */
@NullMarked
package io.redstart.proofs;

import org.jspecify.annotations.NullMarked;
