package io.redstart.protocol;

/** Takes the messages out of a text frame, which may hold several, one a line. */
public final class Lines {
    private Lines() {}

    /** Is given each message in turn. */
    @FunctionalInterface
    public interface Each {
        /**
         * One message.
         *
         * @param bytes where it is
         * @param from where it begins
         * @param length how long it is, above 0
         */
        void line(byte[] bytes, int from, int length);
    }

    /**
     * Walks over the messages of a frame. Empty lines are passed over.
     *
     * @param bytes holds the frame
     * @param from where it begins
     * @param length how long it is
     * @param each is given each message
     */
    public static void forEach(byte[] bytes, int from, int length, Each each) {
        int end = from + length;
        int start = from;
        int at;
        while ((at = Bytes.next(bytes, start, end, '\n')) < end) {
            if (at > start) {
                each.line(bytes, start, at - start);
            }
            start = at + 1;
        }
        if (end > start) {
            each.line(bytes, start, end - start);
        }
    }
}
