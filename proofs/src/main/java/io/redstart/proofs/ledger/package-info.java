/** Counts what is lost, duplicated, reordered and untold while lines are cut. */
@NullMarked
package io.redstart.proofs.ledger;

import org.jspecify.annotations.NullMarked;
