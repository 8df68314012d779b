package io.redstart.server.identity;

import java.io.IOException;
import java.util.List;

/** Where keys come from, which may be replaced while the server runs. */
interface KeySource {
    /**
     * Looks for the first time.
     *
     * @throws IOException if it is certain already that there will be none; the message is a sentence
     */
    void start() throws IOException;

    /**
     * The keys of now.
     *
     * @param missing whether the one that is looked for was not among them
     * @return at least one
     * @throws IOException if there has never been any
     */
    List<VerifyingKey> keys(boolean missing) throws IOException;

    /** A key that stays. */
    record Fixed(List<VerifyingKey> all) implements KeySource {
        @Override
        public void start() {}

        @Override
        public List<VerifyingKey> keys(boolean missing) {
            return all;
        }
    }
}
