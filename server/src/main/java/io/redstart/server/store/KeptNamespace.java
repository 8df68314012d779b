package io.redstart.server.store;

/**
 * What is kept of a namespace itself.
 *
 * @param secretKey its key
 * @param registered whether it was registered while the server ran; else it is one of the settings
 */
public record KeptNamespace(String secretKey, boolean registered) {
    private static final String REGISTERED = "registered ";
    private static final String SET = "set ";

    String text() {
        return (registered ? REGISTERED : SET) + secretKey;
    }

    static KeptNamespace of(String text) {
        boolean registered = text.startsWith(REGISTERED);
        return new KeptNamespace(text.substring((registered ? REGISTERED : SET).length()), registered);
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        return "KeptNamespace[registered=" + registered + "]";
    }
}
