package io.redstart.benchmarks.load;

/** Something that was measured. */
interface Measurement {
    /** Where the cores were meanwhile: only what was measured with the same there is compared. */
    Cores cores();
}
