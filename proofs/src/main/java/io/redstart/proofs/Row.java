package io.redstart.proofs;

/** A row of the table that the command prints: what was measured, beside what was expected. */
public record Row(String proof, String measured, String expected, boolean holds) {
    /** Prints it to the standard output, where nothing else goes. */
    public void print() {
        System.out.println("| " + proof + " | " + measured + " | " + expected + (holds ? "" : ": **failed**") + " |");
    }
}
