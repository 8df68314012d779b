package io.redstart.server;

import java.io.Serial;
import java.util.List;

/** Settings that cannot be used: all mistakes together, each naming what is wrong, its value and where it stands. */
public final class SettingsException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<String> mistakes;

    SettingsException(List<String> mistakes) {
        super(String.join("\n", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /**
     * What is wrong.
     *
     * @return one sentence a mistake
     */
    public List<String> mistakes() {
        return mistakes;
    }
}
