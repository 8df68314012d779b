package io.redstart.proofs.ledger;

/** One kind of message that a client and the server exchange, numbered 1, 2, 3 … for each client. */
enum Lane {
    /** Calls of the client, heard when the method runs. */
    CALL(Hearer.SERVER, Promise.ONCE_IN_ORDER),
    /** Answers, heard with the number that came back. */
    ANSWER(Hearer.CLIENT, Promise.ONCE_IN_ORDER),
    /** What a method pushes to its caller, heard before its answer. */
    WRITE(Hearer.CLIENT, Promise.ONCE_IN_ORDER),
    /** Actions of the client, heard when the handler runs. */
    ACTION_UP(Hearer.SERVER, Promise.ONCE_IN_ORDER),
    /** Events and casts of the client: at most once, so some may be missing, but none twice and all in order. */
    EVENT_UP(Hearer.SERVER, Promise.AT_MOST_ONCE_IN_ORDER),
    /** Events and actions of the server to one session. */
    PUSH(Hearer.CLIENT, Promise.ONCE_IN_ORDER),
    /** Events of the server to all sessions. */
    BROADCAST(Hearer.CLIENT, Promise.ONCE_IN_ORDER),
    /** What the server asks, heard when the client's handler runs. */
    ASK(Hearer.CLIENT, Promise.ONCE_IN_ORDER),
    /** The client's answers; those to asks that are asked again after a cut come later than others. */
    REPLY(Hearer.SERVER, Promise.ONCE),
    /** Items of streams. */
    ITEM(Hearer.CLIENT, Promise.ONCE_IN_ORDER);

    /** What is promised of it. */
    enum Promise {
        ONCE_IN_ORDER,
        ONCE,
        AT_MOST_ONCE_IN_ORDER
    }

    /** Which side gets it. */
    enum Hearer {
        SERVER,
        CLIENT
    }

    private final Hearer hearer;
    private final Promise promise;

    Lane(Hearer hearer, Promise promise) {
        this.hearer = hearer;
        this.promise = promise;
    }

    Hearer hearer() {
        return hearer;
    }

    Promise promise() {
        return promise;
    }
}
