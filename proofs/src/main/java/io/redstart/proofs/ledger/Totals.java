package io.redstart.proofs.ledger;

/**
 * What a ledger says in the end.
 *
 * @param said how much was said
 * @param heard how much was heard
 * @param lost what was said and never heard, told or not
 * @param duplicated what was heard more often than once, or was never said
 * @param reordered what was heard after something that was said later
 * @param untold what was lost without anybody being told, and what was told to be lost and was heard nevertheless
 */
public record Totals(long said, long heard, long lost, long duplicated, long reordered, long untold) {
    /** Nothing yet. */
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

    Totals plus(Totals other) {
        return new Totals(
                said + other.said,
                heard + other.heard,
                lost + other.lost,
                duplicated + other.duplicated,
                reordered + other.reordered,
                untold + other.untold);
    }

    /**
     * Whether nothing was lost, told or not.
     *
     * @return true if all four counts are 0
     */
    public boolean areClean() {
        return lost == 0 && areTold();
    }

    /**
     * Whether what was lost, if anything, was told, and the rest is whole.
     *
     * @return true if the last three counts are 0
     */
    public boolean areTold() {
        return duplicated == 0 && reordered == 0 && untold == 0;
    }

    @Override
    public String toString() {
        return lost + " lost, " + duplicated + " duplicated, " + reordered + " reordered, " + untold + " untold";
    }
}
