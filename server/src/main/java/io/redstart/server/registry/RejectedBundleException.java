package io.redstart.server.registry;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A bundle that cannot be taken into use: all its mistakes together. Nothing was changed. */
public final class RejectedBundleException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<Mistake> mistakes;

    public RejectedBundleException(String bundle, List<Mistake> mistakes) {
        super(bundle + " is refused: "
                + mistakes.stream().map(Mistake::toString).collect(Collectors.joining("; ")));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }
}
