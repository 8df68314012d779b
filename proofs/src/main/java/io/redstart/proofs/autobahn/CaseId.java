package io.redstart.proofs.autobahn;

import java.util.Arrays;

/** The number of a case, such as 6.12.3; ordered as the suite orders them. */
record CaseId(String text) implements Comparable<CaseId> {
    static CaseId of(String text) {
        return new CaseId(text);
    }

    @Override
    public int compareTo(CaseId other) {
        return Arrays.compare(numbers(), other.numbers());
    }

    private int[] numbers() {
        return Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    @Override
    public String toString() {
        return text;
    }
}
