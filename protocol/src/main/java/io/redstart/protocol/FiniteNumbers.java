package io.redstart.protocol;

import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;

/**
 * Makes trees of JSON, but not of numbers that no {@code double} can hold: they would go on as infinity, which JSON has
 * no word for.
 */
public final class FiniteNumbers extends JsonNodeFactory {
    /** For all trees that are made of what a peer says. */
    public static final FiniteNumbers ONLY = new FiniteNumbers();

    private static final long serialVersionUID = 1L;

    private FiniteNumbers() {}

    @Override
    public NumericNode numberNode(double value) {
        if (Double.isInfinite(value)) {
            throw new StreamConstraintsException("a number is out of range (expected: below 1.8e308)");
        }
        return super.numberNode(value);
    }
}
