package io.redstart.server.door.sockhop;

/** A call of the client, and how it wants to be answered. */
final class Asked {
    private final byte[] id;
    private final boolean request;
    private int items;

    /**
     * @param id what the client called it, as JSON
     * @param request whether it is a request of version 1.8, which may have several answers
     */
    Asked(byte[] id, boolean request) {
        this.id = id;
        this.request = request;
    }

    byte[] id() {
        return id;
    }

    boolean request() {
        return request;
    }

    /** An item of its stream is written: says how many more may come. By one thread at a time. */
    int grants() {
        int half = ObjectsDown.GRANT / 2;
        return ++items % half == 0 ? half : 0;
    }
}
